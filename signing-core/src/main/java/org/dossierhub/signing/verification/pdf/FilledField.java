package org.dossierhub.signing.verification.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;

/**
 * Whether a filled field shows what it says. Value and look are written separately; a program reads
 * the one, a person sees the other. Permitted is one line of black text in a font that was part of
 * the document before, nothing else.
 */
final class FilledField {
  private static final Set<String> OPERATORS =
      Set.of("BMC", "EMC", "q", "Q", "BT", "ET", "g", "rg", "Tf", "Td", "Tj");
  private static final float SMALLEST_TYPE = 5;
  private static final int MOST_TOKENS = 200;

  private final PDAppearanceStream look;
  private final COSDictionary fonts;
  private final StringBuilder shown = new StringBuilder();
  private PDFont font;

  private FilledField(PDAppearanceStream look, COSDictionary fonts) {
    this.look = look;
    this.fonts = fonts;
  }

  /** True for a field that is not filled, too. */
  static boolean showsItsValue(PDDocument document, String name) throws IOException {
    var form = document.getDocumentCatalog().getAcroForm(null);
    var field = form == null ? null : form.getField(name);
    if (field == null || field.getWidgets().size() != 1) {
      return false;
    }
    var value = normalised(field.getValueAsString());
    var look = field.getWidgets().get(0).getNormalAppearanceStream();
    if (look == null || form.getDefaultResources() == null) {
      return false;
    }
    var fonts = form.getDefaultResources().getCOSObject().getCOSDictionary(COSName.FONT);
    var reading = new FilledField(look, fonts);
    return fonts != null && reading.read() && normalised(reading.shown.toString()).equals(value);
  }

  private static String normalised(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
  }

  private boolean read() throws IOException {
    var resources = look.getResources();
    if (resources != null
        && resources.getCOSObject().keySet().stream()
            .anyMatch(key -> !key.equals(COSName.FONT) && !key.getName().equals("ProcSet"))) {
      return false;
    }
    var parser = new PDFStreamParser(look.getContentStream().toByteArray());
    var operands = new ArrayList<COSBase>();
    int tokens = 0;
    for (var token = parser.parseNextToken(); token != null; token = parser.parseNextToken()) {
      if (++tokens > MOST_TOKENS) {
        return false;
      }
      if (token instanceof Operator operator) {
        if (!OPERATORS.contains(operator.getName()) || !accepts(operator.getName(), operands)) {
          return false;
        }
        operands.clear();
      } else {
        operands.add((COSBase) token);
      }
    }
    return true;
  }

  private boolean accepts(String operator, List<COSBase> operands) throws IOException {
    return switch (operator) {
      // text that cannot be seen says nothing
      case "g", "rg" -> operands.stream().allMatch(level -> number(level) == 0);
      case "Tf" -> operands.size() == 2 && setFont(operands.get(0), number(operands.get(1)));
      case "Tj" -> operands.size() == 1 && operands.get(0) instanceof COSString text && show(text);
      case "Td" ->
          operands.size() == 2
              && number(operands.get(0)) >= 0
              && number(operands.get(0)) < look.getBBox().getWidth() / 4
              && number(operands.get(1)) >= 0
              && number(operands.get(1)) < look.getBBox().getHeight();
      default -> true;
    };
  }

  private static float number(COSBase value) {
    return value instanceof COSNumber number ? number.floatValue() : Float.NaN;
  }

  /** Only a font of the form's own: its glyphs were signed. */
  private boolean setFont(COSBase name, float size) throws IOException {
    if (!(name instanceof COSName key) || !(size >= SMALLEST_TYPE)) {
      return false;
    }
    var own = look.getResources().getCOSObject().getCOSDictionary(COSName.FONT);
    var used = own == null ? null : own.getItem(key);
    var known =
        used instanceof COSObject reference
            && fonts.keySet().stream()
                .map(fonts::getItem)
                .anyMatch(
                    one ->
                        one instanceof COSObject object
                            && object.getKey().equals(reference.getKey()));
    font = known ? look.getResources().getFont(key) : null;
    return font != null;
  }

  private boolean show(COSString text) throws IOException {
    if (font == null) {
      return false;
    }
    var codes = new ByteArrayInputStream(text.getBytes());
    while (codes.available() > 0) {
      var unicode = font.toUnicode(font.readCode(codes));
      if (unicode == null) {
        return false;
      }
      shown.append(unicode);
    }
    return true;
  }
}
