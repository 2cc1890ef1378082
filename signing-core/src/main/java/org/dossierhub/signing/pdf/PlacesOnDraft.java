package org.dossierhub.signing.pdf;

import java.io.IOException;
import java.io.Writer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * Reads from the printed words of a draft where number, date and signature go: after "Số:", after
 * the place name and comma in the same height, and between title and full name of the signer.
 */
final class PlacesOnDraft {
  private static final float LINE = 6.5f; // millimetres
  private static final float NARROWEST = 60; // points, for a short number in full size
  private static final float LETTERS = 4; // points a line reaches above and below its base line
  private static final float SIGNATURE_WIDTH = 50;
  private static final float SIGNATURE_HEIGHT = 22;
  private static final float LOWEST_SIGNATURE = 12;

  private final List<Line> first;
  private final List<Line> last;
  private final PDRectangle firstPage;
  private final PDRectangle lastPage;

  /** Words that stand on one base line without a gap, in points from the lower left corner. */
  private record Line(String text, float left, float right, float base) {
    float middle() {
      return (left + right) / 2;
    }
  }

  PlacesOnDraft(PDDocument document) throws IOException {
    var pages = document.getNumberOfPages();
    firstPage = document.getPage(0).getCropBox();
    lastPage = document.getPage(pages - 1).getCropBox();
    first = lines(document, 1, firstPage);
    last = pages == 1 ? first : lines(document, pages, lastPage);
  }

  private static List<Line> lines(PDDocument document, int page, PDRectangle shown)
      throws IOException {
    var lines = new ArrayList<Line>();
    var reader =
        new PDFTextStripper() {
          @Override
          protected void writeString(String text, List<TextPosition> letters) {
            var from = letters.get(0);
            var to = letters.get(letters.size() - 1);
            var word =
                new Line(
                    text,
                    from.getXDirAdj(),
                    to.getXDirAdj() + to.getWidthDirAdj(),
                    shown.getHeight() - from.getYDirAdj());
            var before = lines.isEmpty() ? null : lines.get(lines.size() - 1);
            if (before != null && follows(before, word)) {
              lines.set(
                  lines.size() - 1,
                  new Line(
                      before.text() + " " + word.text(),
                      before.left(),
                      word.right(),
                      before.base()));
            } else {
              lines.add(word);
            }
          }
        };
    reader.setSortByPosition(true);
    reader.setStartPage(page);
    reader.setEndPage(page);
    reader.writeText(document, Writer.nullWriter());
    return lines;
  }

  private static boolean follows(Line before, Line word) {
    var gap = word.left() - before.right();
    return Math.abs(before.base() - word.base()) < 2 && gap > -2 && gap < 12;
  }

  /** In the upper third of the first page, at the left. */
  Optional<Box> number() {
    return label(line -> line.text().strip().endsWith("Số:") && line.middle() < middle())
        .flatMap(line -> after(line, middle() - line.right() - LETTERS));
  }

  /** At the right, in the height of the number, with nothing after the comma. */
  Optional<Box> date() {
    var number = label(line -> line.text().strip().endsWith("Số:"));
    return number
        .flatMap(
            beside ->
                label(
                    line ->
                        line.text().strip().endsWith(",")
                            && line.middle() > middle()
                            && Math.abs(line.base() - beside.base()) < 14))
        .flatMap(line -> after(line, firstPage.getWidth() - line.right() - Box.points(10)));
  }

  private float middle() {
    return firstPage.getWidth() * 0.47f; // the left head is a little narrower than the right one
  }

  private Optional<Line> label(Predicate<Line> wanted) {
    return first.stream()
        .filter(line -> line.base() > firstPage.getHeight() * 2 / 3)
        .filter(wanted)
        .findFirst();
  }

  private static Optional<Box> after(Line line, float room) {
    if (room < NARROWEST) {
      return Optional.empty();
    }
    var height = Box.points(LINE);
    var below = (height - Appearances.CAPITALS * ResultForm.TEXT_SIZE) / 2;
    var width = Math.min(room, Box.points(55));
    return Optional.of(new Box(1, line.right() + 3, line.base() - below, width, height));
  }

  /** Above the last line that is the signer's name, below whatever is printed above it. */
  Optional<Box> leader(String signerName) {
    var wanted = comparable(signerName);
    return last.stream()
        .filter(line -> comparable(line.text()).equals(wanted))
        .min(Comparator.comparing(Line::base))
        .flatMap(this::aboveName);
  }

  private Optional<Box> aboveName(Line name) {
    var top = name.base() + 3 * LETTERS;
    var ceiling =
        last.stream()
            .filter(line -> line.base() > top && line.left() < name.right())
            .filter(line -> line.right() > name.left())
            .map(line -> line.base() - LETTERS)
            .min(Comparator.naturalOrder())
            .orElse(top + Box.points(SIGNATURE_HEIGHT));
    var height = Math.min(ceiling - top, Box.points(SIGNATURE_HEIGHT));
    if (height < Box.points(LOWEST_SIGNATURE)) {
      return Optional.empty();
    }
    var width = Box.points(SIGNATURE_WIDTH);
    var left = Math.max(0, Math.min(name.middle() - width / 2, lastPage.getWidth() - width));
    var bottom = top + (ceiling - top - height) / 2;
    return Optional.of(new Box(Box.LAST_PAGE, left, bottom, width, height));
  }

  private static String comparable(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\s+", " ")
        .strip();
  }
}
