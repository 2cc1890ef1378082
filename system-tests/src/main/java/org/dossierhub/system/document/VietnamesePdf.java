package org.dossierhub.system.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Lays text out on A4 pages the way a Vietnamese office does: 13 pt serif, wide left margin, bold
 * headings, page numbers from the second page on. Lengths are in PDF points.
 */
public final class VietnamesePdf {
  private static final float LEFT = 85;
  private static final float RIGHT = 57;
  private static final float TOP = 64;
  private static final float BOTTOM = 70;
  private static final float SIZE = 13;

  private final PDDocument document = new PDDocument();
  private final PDFont regular;
  private final PDFont bold;
  private final PDFont italic;
  private PDPageContentStream page;
  private float y;
  private int pages;

  public VietnamesePdf(String title) {
    try {
      regular = font("LiberationSerif-Regular.ttf");
      bold = font("LiberationSerif-Bold.ttf");
      italic = font("LiberationSerif-Italic.ttf");
      document.getDocumentInformation().setTitle(title);
      nextPage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PDFont font(String file) throws IOException {
    try (InputStream in = VietnamesePdf.class.getResourceAsStream("/liberation/" + file)) {
      return PDType0Font.load(document, in, true);
    }
  }

  /** The two columns at the head of an official paper: who issues it, and the national motto. */
  public VietnamesePdf heading(List<String> left, List<String> right) {
    float start = y;
    column(left, LEFT - 25, 225);
    float afterLeft = y;
    y = start;
    column(right, 285, 270);
    y = Math.min(y, afterLeft) - 10;
    return this;
  }

  private void column(List<String> lines, float x, float width) {
    for (String line : lines) {
      boolean isItalic = line.startsWith("/");
      boolean isBold = line.startsWith("*");
      String text = isItalic || isBold ? line.substring(1) : line;
      PDFont font = isItalic ? italic : isBold ? bold : regular;
      write(text, font, 12, x + (width - widthOf(text, font, 12)) / 2);
      y -= 16;
    }
  }

  public VietnamesePdf centred(String text) {
    return centred(text, bold, SIZE + 1);
  }

  private VietnamesePdf centred(String text, PDFont font, float size) {
    for (String line : wrapped(text, font, size, PDRectangle.A4.getWidth() - LEFT - RIGHT)) {
      room(size + 6);
      write(
          line,
          font,
          size,
          LEFT + (PDRectangle.A4.getWidth() - LEFT - RIGHT - widthOf(line, font, size)) / 2);
      y -= size + 6;
    }
    return this;
  }

  public VietnamesePdf paragraph(String text) {
    return body(text, regular);
  }

  public VietnamesePdf bold(String text) {
    return body(text, bold);
  }

  public VietnamesePdf italic(String text) {
    return body(text, italic);
  }

  private VietnamesePdf body(String text, PDFont font) {
    for (String line : wrapped(text, font, SIZE, PDRectangle.A4.getWidth() - LEFT - RIGHT)) {
      room(SIZE + 5);
      write(line, font, SIZE, LEFT);
      y -= SIZE + 5;
    }
    y -= 4;
    return this;
  }

  /** "Số:" and the place name at the head of a decision, before the fields the clerk fills in. */
  public VietnamesePdf openNumberAndDate(String place) {
    float after = y;
    y = 720;
    write("Số:", regular, SIZE, 131 - widthOf("Số:", regular, SIZE));
    write(place + ",", italic, SIZE, 377 - widthOf(place + ",", italic, SIZE));
    y = Math.min(after, 690);
    return this;
  }

  /**
   * The place where the leader signs: title above, name below, and room between; on the right half
   * of the page.
   */
  public VietnamesePdf signatory(List<String> titles, String name) {
    room(titles.size() * 17 + 110);
    float x = 310;
    float width = PDRectangle.A4.getWidth() - RIGHT - x;
    for (String title : titles) {
      write(title, bold, SIZE, x + (width - widthOf(title, bold, SIZE)) / 2);
      y -= 17;
    }
    y -= 90;
    write(name, bold, SIZE, x + (width - widthOf(name, bold, SIZE)) / 2);
    y -= 20;
    return this;
  }

  /**
   * The leader's title and name at the foot of the page, with the room the hub reserves between
   * them for the signature.
   */
  public VietnamesePdf signatoryAtFoot(String title, String name) {
    if (y < 215) {
      room(y);
    }
    float middle = 425;
    y = 192;
    write(title, bold, SIZE, middle - widthOf(title, bold, SIZE) / 2);
    y = 104;
    write(name, bold, SIZE, middle - widthOf(name, bold, SIZE) / 2);
    return this;
  }

  public byte[] bytes() {
    try (document) {
      page.close();
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void room(float height) {
    if (y - height < BOTTOM) {
      try {
        nextPage();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void nextPage() throws IOException {
    if (page != null) {
      page.close();
    }
    var sheet = new PDPage(PDRectangle.A4);
    document.addPage(sheet);
    page = new PDPageContentStream(document, sheet);
    pages++;
    y = PDRectangle.A4.getHeight() - TOP;
    if (pages > 1) {
      String number = Integer.toString(pages);
      y = PDRectangle.A4.getHeight() - 40;
      write(
          number, regular, SIZE, (PDRectangle.A4.getWidth() - widthOf(number, regular, SIZE)) / 2);
      y = PDRectangle.A4.getHeight() - TOP - 10;
    }
  }

  private void write(String text, PDFont font, float size, float x) {
    try {
      page.beginText();
      page.setFont(font, size);
      page.newLineAtOffset(x, y);
      page.showText(text);
      page.endText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float widthOf(String text, PDFont font, float size) {
    try {
      return font.getStringWidth(text) / 1000 * size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> wrapped(String text, PDFont font, float size, float width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (widthOf(longer, font, size) > width && !line.isEmpty()) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(word);
      } else {
        line.setLength(0);
        line.append(longer);
      }
    }
    lines.add(line.toString());
    return lines;
  }
}
