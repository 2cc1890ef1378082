package org.dossierhub.signing.pdf;

import java.io.IOException;
import java.io.InputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontFactory;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.librepdf.openpdf.fonts.Liberation;

/**
 * Liberation Serif, which has the widths of Times New Roman (NĐ 30/2020 asks for it), with every
 * letter of Vietnamese. It is embedded when the places are reserved, so the leader's signature
 * covers the very shapes in which number and date will appear.
 */
enum VietnameseFont {
  UPRIGHT("DHSerif", "LiberationSerif-Regular.ttf"),
  ITALIC("DHSerifItalic", "LiberationSerif-Italic.ttf");

  /** All letters with a sign; U+1EA0 to U+1EF9 are added as a range. TCVN 6909:2001. */
  private static final String LETTERS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư–";

  /** The name in the form's default resources. */
  final String key;

  private final String file;

  VietnameseFont(String key, String file) {
    this.key = key;
    this.file = file;
  }

  /** The part of the font that Vietnamese office texts need. */
  PDFont embedInto(PDDocument document) throws IOException {
    try (InputStream in = Liberation.class.getResourceAsStream("/liberation/" + file)) {
      if (in == null) {
        throw new IllegalStateException("The font " + file + " is missing on the class path");
      }
      var font = PDType0Font.load(document, in, true);
      for (var c = ' '; c <= '~'; c++) {
        font.addToSubset(c);
      }
      LETTERS.codePoints().forEach(font::addToSubset);
      for (var c = 0x1EA0; c <= 0x1EF9; c++) {
        font.addToSubset(c);
      }
      font.subset(); // nothing draws with it yet, so saving would not do it
      return PDFontFactory.createFont(font.getCOSObject());
    }
  }
}
