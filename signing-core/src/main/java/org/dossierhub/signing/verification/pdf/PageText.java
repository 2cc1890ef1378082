package org.dossierhub.signing.verification.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Whether a rectangle of a page has letters or digits in it. */
final class PageText extends PDFTextStripper {
  private final double[] rectangle;
  private final float left;
  private final float bottom;
  private boolean covered;

  private PageText(double[] rectangle, float left, float bottom) {
    this.rectangle = rectangle;
    this.left = left;
    this.bottom = bottom;
  }

  /**
   * @param page counted from 1
   * @param rectangle left, bottom, right, top in the coordinates of the page
   */
  static boolean isIn(PDDocument document, int page, double[] rectangle) {
    try {
      var box = document.getPage(page - 1).getCropBox();
      var text = new PageText(rectangle, box.getLowerLeftX(), box.getLowerLeftY());
      text.setStartPage(page);
      text.setEndPage(page);
      text.getText(document);
      return text.covered;
    } catch (IOException e) {
      throw new UncheckedIOException("The text of page " + page + " cannot be read", e);
    }
  }

  @Override
  protected void processTextPosition(TextPosition glyph) {
    var place = glyph.getTextMatrix();
    var x = left + place.getTranslateX() + glyph.getWidth() / 2;
    var y = bottom + place.getTranslateY() + glyph.getHeight() / 2;
    var inside = x > rectangle[0] && x < rectangle[2] && y > rectangle[1] && y < rectangle[3];
    if (inside
        && glyph.getUnicode() != null
        && glyph.getUnicode().codePoints().anyMatch(Character::isLetterOrDigit)) {
      covered = true;
    }
  }

  @Override
  protected void writeString(String text, List<TextPosition> positions) {
    // only the places matter
  }
}
