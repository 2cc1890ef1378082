package org.dossierhub.signing.pdf;

import java.io.IOException;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDAppearanceContentStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.blend.BlendMode;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;

/** What widgets look like (ISO 32000-1, 12.5.5). */
final class Appearances {
  /** Points left and right of a line of text. */
  private static final float MARGIN = 1;

  /** Height of capital letters of Liberation Serif, as part of the type size. */
  static final float CAPITALS = 0.65f;

  private Appearances() {}

  static PDAppearanceDictionary empty(PDDocument document, PDRectangle place) {
    return dictionary(stream(document, place));
  }

  /**
   * The picture as large as fits, in the middle; like ink, it lets what lies below show through.
   */
  static PDAppearanceDictionary picture(PDDocument document, PDRectangle place, Picture image)
      throws IOException {
    var stream = stream(document, place);
    var scale = Math.min(place.getWidth() / image.width(), place.getHeight() / image.height());
    var width = image.width() * scale;
    var height = image.height() * scale;
    var ink = new PDExtendedGraphicsState();
    ink.setBlendMode(BlendMode.MULTIPLY);
    try (var content = new PDAppearanceContentStream(stream, true)) {
      content.saveGraphicsState();
      content.setGraphicsStateParameters(ink);
      content.drawImage(
          image.in(document),
          (place.getWidth() - width) / 2,
          (place.getHeight() - height) / 2,
          width,
          height);
      content.restoreGraphicsState();
    }
    return dictionary(stream);
  }

  /**
   * One line, from the left, standing where type on the printed line stands. A long text is set
   * smaller, down to three quarters.
   */
  static PDAppearanceDictionary text(
      PDDocument document, PDRectangle place, String text, PDFont font, COSName key, float size)
      throws IOException {
    var widthAtOne = font.getStringWidth(text) / 1000;
    var room = place.getWidth() - 2 * MARGIN;
    var fitting = Math.min(size, room / widthAtOne);
    if (fitting < size * 0.75f) {
      throw new IllegalArgumentException(
          "'" + text + "' does not fit into a place of " + place.getWidth() + " points");
    }
    var stream = stream(document, place);
    stream.getResources().put(key, font);
    try (var content = new PDAppearanceContentStream(stream, true)) {
      content.beginMarkedContent(COSName.TX); // ISO 32000-1, 12.7.3.3
      content.saveGraphicsState();
      content.beginText();
      content.setNonStrokingColor(0f);
      content.setFont(font, fitting);
      content.newLineAtOffset(MARGIN, (place.getHeight() - CAPITALS * fitting) / 2);
      content.showText(text);
      content.endText();
      content.restoreGraphicsState();
      content.endMarkedContent();
    }
    return dictionary(stream);
  }

  /** Points that a line takes with its margins. */
  static float width(String text, PDFont font, float size) throws IOException {
    return font.getStringWidth(text) / 1000 * size + 2 * MARGIN + 0.5f;
  }

  private static PDAppearanceStream stream(PDDocument document, PDRectangle place) {
    var stream = new PDAppearanceStream(document);
    stream.setBBox(new PDRectangle(place.getWidth(), place.getHeight()));
    stream.setResources(new PDResources());
    return stream;
  }

  private static PDAppearanceDictionary dictionary(PDAppearanceStream stream) {
    var dictionary = new PDAppearanceDictionary();
    dictionary.setNormalAppearance(stream);
    return dictionary;
  }
}
