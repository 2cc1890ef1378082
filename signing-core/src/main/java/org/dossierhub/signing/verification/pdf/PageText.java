package org.dossierhub.signing.verification.pdf;

import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Whether rectangles of a page have letters or digits in them. */
class PageText extends PDFTextStripper {
  private final List<double[]> rectangles;
  private final float left;
  private final float bottom;
  private final boolean[] covered;

  /**
   * @param page counted from 1
   * @param rectangles each left, bottom, right, top in the coordinates of the page
   */
  PageText(PDDocument document, int page, List<double[]> rectangles) {
    var box = document.getPage(page - 1).getCropBox();
    this.rectangles = List.copyOf(rectangles);
    this.left = box.getLowerLeftX();
    this.bottom = box.getLowerLeftY();
    this.covered = new boolean[rectangles.size()];
    setStartPage(page);
    setEndPage(page);
  }

  final boolean isCovered(int rectangle) {
    return covered[rectangle];
  }

  @Override
  protected final void processTextPosition(TextPosition glyph) {
    var place = glyph.getTextMatrix();
    var x = left + place.getTranslateX() + glyph.getWidth() / 2;
    var y = bottom + place.getTranslateY() + glyph.getHeight() / 2;
    for (int i = 0; i < covered.length; i++) {
      var rectangle = rectangles.get(i);
      var inside = x > rectangle[0] && x < rectangle[2] && y > rectangle[1] && y < rectangle[3];
      if (inside
          && glyph.getUnicode() != null
          && glyph.getUnicode().codePoints().anyMatch(Character::isLetterOrDigit)) {
        covered[i] = true;
      }
    }
  }

  @Override
  protected final void writeString(String text, List<TextPosition> positions) {
    // only the places matter
  }
}
