package org.dossierhub.signing.verification.pdf;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * What lies on a page below places: letters and digits, or a picture that shows something there. A
 * scanned page is one picture: most of it is paper, so that where a picture lies below a place,
 * that place is drawn and looked at; the same where so many curves end there that they may be
 * letters. The page is read once, however many places there are.
 */
final class PageInk extends PageText {
  /** Of the points of the place that may differ from the paper: dots of a scan, a dotted line. */
  private static final double MOST_INK = 0.02;

  /** A frame with round corners, and a rule that ends in a bow, have fewer. */
  private static final int CURVES_OF_LETTERS = 12;

  private static final Set<String> CURVES =
      Set.of(
          OperatorName.CURVE_TO,
          OperatorName.CURVE_TO_REPLICATE_FINAL_POINT,
          OperatorName.CURVE_TO_REPLICATE_INITIAL_POINT);
  private static final int VISIBLE = 96;
  private static final int MOST_POINTS = 1_000_000;

  private final List<double[]> rectangles;
  private final boolean[] pictures;
  private final int[] curves;

  private PageInk(PDDocument document, int page, List<double[]> rectangles) {
    super(document, page, rectangles);
    this.rectangles = List.copyOf(rectangles);
    this.pictures = new boolean[rectangles.size()];
    this.curves = new int[rectangles.size()];
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
    } else if (CURVES.contains(operator.getName()) && operands.size() >= 4) {
      curve(operands);
    }
    super.processOperator(operator, operands);
  }

  /** A glyph of which nobody says what letter it is, is drawn as well. */
  @Override
  protected void showGlyph(Matrix place, PDFont font, int code, Vector displacement)
      throws IOException {
    if (font.toUnicode(code) == null) {
      for (int i = 0; i < pictures.length; i++) {
        pictures[i] |= lies(place.getTranslateX(), place.getTranslateY(), rectangles.get(i));
      }
    }
    super.showGlyph(place, font, code, displacement);
  }

  private static boolean lies(float x, float y, double[] within) {
    return x > within[0] && x < within[2] && y > within[1] && y < within[3];
  }

  /** 8.5.2.2: a curve ends in the last two operands. */
  private void curve(List<COSBase> operands) {
    if (operands.get(operands.size() - 2) instanceof COSNumber x
        && operands.get(operands.size() - 1) instanceof COSNumber y) {
      var end =
          getGraphicsState()
              .getCurrentTransformationMatrix()
              .transformPoint(x.floatValue(), y.floatValue());
      for (int i = 0; i < pictures.length; i++) {
        if (lies(end.x, end.y, rectangles.get(i))) {
          pictures[i] |= ++curves[i] >= CURVES_OF_LETTERS;
        }
      }
    }
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
