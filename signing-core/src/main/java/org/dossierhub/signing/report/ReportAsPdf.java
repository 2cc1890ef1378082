package org.dossierhub.signing.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.dossierhub.signing.report.ReportFonts.Face;
import org.dossierhub.signing.verification.Verdict;

/** A report on pages of A4. */
final class ReportAsPdf {
  private static final float LEFT = 57;
  private static final float RIGHT = PDRectangle.A4.getWidth() - 57;
  private static final float TOP = PDRectangle.A4.getHeight() - 57;
  private static final float BOTTOM = 62;
  private static final float VALUES = LEFT + 165;
  private static final float SIZE = 10;
  private static final float CODE_SIZE = 8.1f;
  private static final float LEADING = 1.35f;
  private static final Color INK = new Color(0x1c2733);
  private static final Color QUIET = new Color(0x4a5563);
  private static final Color RULE = new Color(0xd6dae0);

  private final ReportTexts texts;
  private final String footer;
  private final PDDocument document;
  private final ReportFonts fonts;
  private PDPageContentStream page;
  private float y;

  private ReportAsPdf(ReportContent content, PDDocument document) {
    this.texts = ReportTexts.in(content.language());
    this.footer = content.report().digest().hex();
    this.document = document;
    this.fonts = new ReportFonts(document);
  }

  static byte[] of(ReportContent content) {
    try (var document = new PDDocument()) {
      var report = new ReportAsPdf(content, document);
      report.describe(content);
      report.newPage();
      for (var passage : ReportPassages.of(content)) {
        report.write(passage);
      }
      report.page.close();
      report.numberPages();
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("A report cannot be drawn", e);
    }
  }

  private void describe(ReportContent content) {
    document.setVersion(1.7f);
    var information = document.getDocumentInformation();
    information.setTitle(
        texts.say("title") + ": " + ReportPassages.clean(content.report().fileName()));
    information.setProducer("Dossier Hub");
    var made = new GregorianCalendar(TimeZone.getTimeZone("Asia/Ho_Chi_Minh"));
    made.setTimeInMillis(content.report().at().toEpochMilli());
    information.setCreationDate(made);
    var catalog = document.getDocumentCatalog();
    catalog.setLanguage(texts.locale().getLanguage());
    var preferences = new PDViewerPreferences(catalog.getCOSObject());
    preferences.setDisplayDocTitle(true);
    catalog.setViewerPreferences(preferences);
  }

  private void newPage() throws IOException {
    if (page != null) {
      page.close();
    }
    var sheet = new PDPage(PDRectangle.A4);
    document.addPage(sheet);
    page = new PDPageContentStream(document, sheet);
    y = TOP;
  }

  /** Goes on at the top of a new page when less than this is left. */
  private void need(float height) throws IOException {
    if (y - height < BOTTOM) {
      newPage();
    }
  }

  private void write(Passage passage) throws IOException {
    if (passage instanceof Passage.Title title) {
      paragraph(title.text(), Face.BOLD, 17, INK, LEFT, RIGHT);
      y -= 8;
    } else if (passage instanceof Passage.Headline headline) {
      headline(headline);
    } else if (passage instanceof Passage.Heading heading) {
      section(heading.text(), INK, 70);
    } else if (passage instanceof Passage.Signature signature) {
      section(signature.text(), INK, 150);
      bar(signature.verdict(), signature.verdictText());
    } else if (passage instanceof Passage.Text text) {
      text(text);
    } else if (passage instanceof Passage.Facts facts) {
      facts(facts);
    } else if (passage instanceof Passage.Bullets bullets) {
      bullets(bullets);
    }
  }

  private void headline(Passage.Headline headline) throws IOException {
    var inner = LEFT + 16;
    var title = lines(headline.text(), Face.BOLD, 14, RIGHT - inner - 8);
    var sentence = lines(headline.sentence(), Face.TEXT, SIZE, RIGHT - inner - 8);
    var height = title.size() * 14 * LEADING + sentence.size() * SIZE * LEADING + 18;
    need(Math.min(height, TOP - BOTTOM));
    if (height <= TOP - BOTTOM) {
      box(LEFT, y - height, RIGHT - LEFT, height, tint(headline.verdict()));
      box(LEFT, y - height, 5, height, colour(headline.verdict()));
    }
    y -= 8;
    draw(title, Face.BOLD, 14, colour(headline.verdict()), inner);
    draw(sentence, Face.TEXT, SIZE, INK, inner);
    y -= 18;
  }

  private void bar(Verdict verdict, String text) throws IOException {
    var height = SIZE * LEADING + 6;
    need(height);
    var width = fonts.width(Face.BOLD, text, SIZE) + 20;
    box(LEFT, y - height, width, height, tint(verdict));
    box(LEFT, y - height, 4, height, colour(verdict));
    y -= 3;
    draw(List.of(text), Face.BOLD, SIZE, colour(verdict), LEFT + 11);
    y -= 9;
  }

  private void section(String text, Color colour, float together) throws IOException {
    need(together);
    y -= 10;
    page.setStrokingColor(RULE);
    page.setLineWidth(0.7f);
    page.moveTo(LEFT, y);
    page.lineTo(RIGHT, y);
    page.stroke();
    y -= 8;
    paragraph(text, Face.BOLD, 12.5f, colour, LEFT, RIGHT);
    y -= 3;
  }

  private void text(Passage.Text text) throws IOException {
    switch (text.tone()) {
      case PLAIN -> paragraph(text.text(), Face.TEXT, SIZE, INK, LEFT, RIGHT);
      case QUIET -> {
        need(40);
        y -= 3;
        paragraph(text.text(), Face.BOLD, SIZE, QUIET, LEFT, RIGHT);
      }
      case NOTICE, WARNING -> {
        var tone = text.tone() == Passage.Tone.NOTICE ? Verdict.UNSIGNED : Verdict.INDETERMINATE;
        var lines = lines(text.text(), Face.TEXT, SIZE, RIGHT - LEFT - 22);
        var height = lines.size() * SIZE * LEADING + 8;
        need(Math.min(height, TOP - BOTTOM));
        if (height <= TOP - BOTTOM) {
          box(LEFT, y - height, RIGHT - LEFT, height, tint(tone));
          box(LEFT, y - height, 4, height, colour(tone));
        }
        y -= 4;
        draw(lines, Face.TEXT, SIZE, INK, LEFT + 12);
        y -= 4;
      }
    }
    y -= 5;
  }

  private void facts(Passage.Facts facts) throws IOException {
    int number = 0;
    for (var fact : facts.facts()) {
      number++;
      var title = facts.numbered() ? number + ". " + fact.title() : fact.title();
      var face = fact.code() ? Face.CODE : Face.TEXT;
      var size = fact.code() ? CODE_SIZE : SIZE;
      var titles = lines(title, Face.TEXT, SIZE, VALUES - LEFT - 12);
      var values = lines(fact.value().isEmpty() ? "–" : fact.value(), face, size, RIGHT - VALUES);
      need(Math.max(titles.size(), Math.min(values.size(), 3)) * SIZE * LEADING + 5);
      var pageAtStart = document.getNumberOfPages();
      var top = y;
      draw(titles, Face.TEXT, SIZE, QUIET, LEFT);
      var below = y;
      y = top;
      draw(values, face, size, INK, VALUES);
      // a value may go on on the next page; its title does not
      y = pageAtStart == document.getNumberOfPages() ? Math.min(y, below) : y;
      y -= 2;
      page.setStrokingColor(new Color(0xe7eaee));
      page.setLineWidth(0.5f);
      page.moveTo(LEFT, y);
      page.lineTo(RIGHT, y);
      page.stroke();
      y -= 3;
    }
    y -= 5;
  }

  private void bullets(Passage.Bullets bullets) throws IOException {
    for (var line : bullets.lines()) {
      need(SIZE * LEADING);
      var top = y;
      draw(List.of("•"), Face.TEXT, SIZE, INK, LEFT + 4);
      y = top;
      paragraph(line, Face.TEXT, SIZE, INK, LEFT + 16, RIGHT);
      y -= 2;
    }
    y -= 4;
  }

  private void paragraph(String text, Face face, float size, Color colour, float left, float right)
      throws IOException {
    draw(lines(text, face, size, right - left), face, size, colour, left);
  }

  /** Line below line; the point where the next begins is kept. */
  private void draw(List<String> lines, Face face, float size, Color colour, float left)
      throws IOException {
    for (var line : lines) {
      need(size * LEADING);
      page.beginText();
      page.setNonStrokingColor(colour);
      page.setFont(fonts.font(face), size);
      page.newLineAtOffset(left, y - size);
      page.showText(line);
      page.endText();
      y -= size * LEADING;
    }
  }

  /** Broken between words; a word wider than the line, such as a digest, wherever it has to. */
  private List<String> lines(String text, Face face, float size, float width) throws IOException {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    float used = 0;
    var space = fonts.width(face, " ", size);
    for (var word : fonts.drawable(face, text).split(" +")) {
      var wide = fonts.width(face, word, size);
      if (!line.isEmpty() && used + space + wide > width) {
        lines.add(line.toString());
        line.setLength(0);
        used = 0;
      }
      if (!line.isEmpty()) {
        line.append(' ');
        used += space;
      }
      if (wide <= width) {
        line.append(word);
        used += wide;
      } else {
        for (var code : word.codePoints().toArray()) {
          var letter = Character.toString(code);
          var one = fonts.width(face, letter, size);
          if (used + one > width) {
            lines.add(line.toString());
            line.setLength(0);
            used = 0;
          }
          line.append(letter);
          used += one;
        }
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private void box(float left, float bottom, float width, float height, Color colour)
      throws IOException {
    page.setNonStrokingColor(colour);
    page.addRect(left, bottom, width, height);
    page.fill();
  }

  private void numberPages() throws IOException {
    int number = 0;
    int many = document.getNumberOfPages();
    for (var sheet : document.getPages()) {
      number++;
      try (var foot =
          new PDPageContentStream(
              document, sheet, PDPageContentStream.AppendMode.APPEND, false, true)) {
        foot.setNonStrokingColor(QUIET);
        foot.beginText();
        foot.setFont(fonts.font(Face.CODE), 6.5f);
        foot.newLineAtOffset(LEFT, 40);
        foot.showText("SHA-256 " + footer);
        foot.endText();
        var text = texts.say("page", number, many);
        foot.beginText();
        foot.setFont(fonts.font(Face.TEXT), 8);
        foot.newLineAtOffset(RIGHT - fonts.width(Face.TEXT, text, 8), 40);
        foot.showText(text);
        foot.endText();
      }
    }
  }

  private static Color colour(Verdict verdict) {
    return switch (verdict) {
      case VALID -> new Color(0x17683a);
      case INVALID, REFUSED -> new Color(0xa31621);
      case INDETERMINATE -> new Color(0x8a5a00);
      case UNSIGNED -> new Color(0x5a6672);
    };
  }

  private static Color tint(Verdict verdict) {
    return switch (verdict) {
      case VALID -> new Color(0xe9f5ee);
      case INVALID, REFUSED -> new Color(0xfbebec);
      case INDETERMINATE -> new Color(0xfdf3dd);
      case UNSIGNED -> new Color(0xeef0f3);
    };
  }
}
