package org.dossierhub.signing.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.librepdf.openpdf.fonts.Liberation;

/** The fonts of one PDF; only the letters that are used go into it. */
final class ReportFonts {
  private static final String MISSING = "?";

  private final PDDocument document;
  private final Map<Face, PDFont> fonts = new HashMap<>();
  private final Map<Face, Map<Integer, Float>> widths = new HashMap<>();

  /** A font for a purpose. */
  enum Face {
    TEXT("LiberationSans-Regular.ttf"),
    BOLD("LiberationSans-Bold.ttf"),
    CODE("LiberationMono-Regular.ttf");

    private final String file;

    Face(String file) {
      this.file = file;
    }
  }

  ReportFonts(PDDocument document) {
    this.document = document;
  }

  PDFont font(Face face) throws IOException {
    var font = fonts.get(face);
    if (font == null) {
      try (InputStream in = Liberation.class.getResourceAsStream("/liberation/" + face.file)) {
        if (in == null) {
          throw new IllegalStateException("The font " + face.file + " is missing");
        }
        font = PDType0Font.load(document, in, true);
      }
      fonts.put(face, font);
    }
    return font;
  }

  /** The text with a question mark for what the font has no shape for. */
  String drawable(Face face, String text) throws IOException {
    var drawable = new StringBuilder(text.length());
    for (var code : text.codePoints().toArray()) {
      if (width(face, code) < 0) {
        drawable.append(MISSING);
      } else {
        drawable.appendCodePoint(code);
      }
    }
    return drawable.toString();
  }

  /** Of drawable text, in points. */
  float width(Face face, String text, float size) throws IOException {
    float width = 0;
    for (var code : text.codePoints().toArray()) {
      width += width(face, code);
    }
    return width * size / 1000;
  }

  /** In thousandths of the type size; negative when the font has no such letter. */
  private float width(Face face, int code) throws IOException {
    var known = widths.computeIfAbsent(face, one -> new HashMap<>());
    var width = known.get(code);
    if (width == null) {
      try {
        width = font(face).getStringWidth(Character.toString(code));
      } catch (IllegalArgumentException noSuchLetter) {
        width = -1f;
      }
      known.put(code, width);
    }
    return width;
  }
}
