package org.dossierhub.signing.verification.pdf;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.util.Matrix;

/**
 * What lies on a page below places: letters and digits, or a picture that shows something there. A
 * scanned page is one picture: most of it is paper, so that where a picture lies below a place,
 * that place is drawn and looked at. The page is read once, however many places there are.
 */
final class PageInk extends PageText {
  /** Of the points of the place that may differ from the paper: dots of a scan, a dotted line. */
  private static final double MOST_INK = 0.02;

  private static final int VISIBLE = 96;
  private static final int MOST_POINTS = 1_000_000;

  private final List<double[]> rectangles;
  private final boolean[] pictures;

  private PageInk(PDDocument document, int page, List<double[]> rectangles) {
    super(document, page, rectangles);
    this.rectangles = List.copyOf(rectangles);
    this.pictures = new boolean[rectangles.size()];
  }

  /**
   * @param page counted from 1
   * @param rectangles each left, bottom, right, top in the coordinates of the page
   * @return for each whether something is below it
   */
  static List<Boolean> below(PDDocument document, int page, List<double[]> rectangles) {
    try {
      var looking = new PageInk(document, page, rectangles);
      looking.getText(document);
      var below = new ArrayList<Boolean>();
      for (int i = 0; i < rectangles.size(); i++) {
        below.add(
            looking.isCovered(i)
                || (looking.pictures[i] && inked(document, page, rectangles.get(i))));
      }
      return below;
    } catch (IOException e) {
      throw new UncheckedIOException("The content of page " + page + " cannot be read", e);
    }
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    if (operator.getName().equals(OperatorName.BEGIN_INLINE_IMAGE)) {
      look();
    } else if (operator.getName().equals(OperatorName.DRAW_OBJECT)
        && !operands.isEmpty()
        && operands.get(0) instanceof COSName name
        && getResources() != null
        && getResources().isImageXObject(name)
        && getResources().getXObject(name) instanceof PDImageXObject) {
      look();
    }
    super.processOperator(operator, operands);
  }

  /** 8.9.5: a picture fills the unit square of its space. */
  private void look() {
    Matrix matrix = getGraphicsState().getCurrentTransformationMatrix();
    var bounds =
        matrix
            .createAffineTransform()
            .createTransformedShape(new Rectangle2D.Float(0, 0, 1, 1))
            .getBounds2D();
    for (int i = 0; i < pictures.length; i++) {
      var rectangle = rectangles.get(i);
      if (bounds.getMinX() < rectangle[2]
          && bounds.getMaxX() > rectangle[0]
          && bounds.getMinY() < rectangle[3]
          && bounds.getMaxY() > rectangle[1]) {
        pictures[i] = true;
      }
    }
  }

  private static boolean inked(PDDocument document, int number, double[] place) throws IOException {
    PDPage page = document.getPage(number - 1);
    var width = place[2] - place[0];
    var height = place[3] - place[1];
    if (width < 1 || height < 1 || width * height > MOST_POINTS) {
      return true;
    }
    // the page is cut to the place for this drawing
    var cut = new PDRectangle((float) place[0], (float) place[1], (float) width, (float) height);
    var before = page.getCOSObject().getItem(COSName.CROP_BOX);
    var rotation = page.getCOSObject().getItem(COSName.ROTATE);
    page.setCropBox(cut);
    page.setRotation(0);
    try {
      var renderer = new PDFRenderer(document);
      renderer.setSubsamplingAllowed(true);
      renderer.setAnnotationsFilter(annotation -> false);
      return hasInk(renderer.renderImage(number - 1, 1));
    } finally {
      // exactly as it was: this reading is compared with the other
      restore(page, COSName.CROP_BOX, before);
      restore(page, COSName.ROTATE, rotation);
    }
  }

  private static void restore(PDPage page, COSName key, COSBase value) {
    if (value == null) {
      page.getCOSObject().removeItem(key);
    } else {
      page.getCOSObject().setItem(key, value);
    }
  }

  private static boolean hasInk(BufferedImage drawn) {
    var counts = new int[256];
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        counts[brightness(drawn.getRGB(x, y))]++;
      }
    }
    int total = drawn.getWidth() * drawn.getHeight();
    int paper = 0;
    int seen = 0;
    for (int i = 0; i < counts.length && seen * 2 < total; i++) {
      seen += counts[i];
      paper = i;
    }
    int different = 0;
    for (int i = 0; i < counts.length; i++) {
      if (Math.abs(i - paper) > VISIBLE) {
        different += counts[i];
      }
    }
    return different > MOST_INK * total;
  }

  private static int brightness(int rgb) {
    var color = new Color(rgb);
    return (color.getRed() * 3 + color.getGreen() * 6 + color.getBlue()) / 10;
  }
}
