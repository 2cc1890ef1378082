package org.dossierhub.signing.verification.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.text.PDFTextStripperByArea;
import org.dossierhub.signing.pdf.ResultForm;

/**
 * Says before anybody signs what {@link PdfCoverage} would say after the seal: a reserved place for
 * number, date or the leader's signature that lies over something the draft shows. The place of the
 * seal is free, since a seal is meant to lie over the signature, title and name.
 */
public final class CoveredPlaces {
  private static final Set<String> TO_BE_EMPTY =
      Set.of(ResultForm.NUMBER, ResultForm.DATE, ResultForm.LEADER);
  private static final int LONGEST_HINT = 60;
  private static final String AREA = "place";

  private CoveredPlaces() {}

  /**
   * A reserved place that is not empty.
   *
   * @param field its name in {@link ResultForm}
   * @param page counted from 1
   * @param words the beginning of what is printed there; empty when it is something else, such as a
   *     form field or a part of a scanned picture
   */
  public record Covered(String field, int page, String words) {}

  /**
   * @param reserved a draft as {@link ResultForm#reserve} returns it
   */
  public static List<Covered> of(byte[] reserved) {
    try (var document = Loader.loadPDF(reserved)) {
      var covered = new ArrayList<Covered>();
      for (int page = 1; page <= document.getNumberOfPages(); page++) {
        var annotations = document.getPage(page - 1).getAnnotations();
        for (var place : annotations) {
          if (TO_BE_EMPTY.contains(name(place)) && hasArea(place)) {
            under(document, page, place, annotations).ifPresent(covered::add);
          }
        }
      }
      return covered;
    } catch (IOException e) {
      throw new UncheckedIOException("A draft that was just written cannot be read", e);
    }
  }

  private static Optional<Covered> under(
      PDDocument document, int page, PDAnnotation place, List<PDAnnotation> annotations)
      throws IOException {
    var box = place.getRectangle();
    var rectangle =
        new double[] {
          box.getLowerLeftX(), box.getLowerLeftY(), box.getUpperRightX(), box.getUpperRightY()
        };
    var occupied =
        annotations.stream()
            .filter(other -> other != place && !isSignature(other) && hasArea(other))
            .filter(other -> !"Link".equals(other.getSubtype()))
            .anyMatch(other -> overlap(other.getRectangle(), box));
    if (!occupied && !PageInk.below(document, page, List.of(rectangle)).get(0)) {
      return Optional.empty();
    }
    return Optional.of(new Covered(name(place), page, words(document.getPage(page - 1), box)));
  }

  private static String words(PDPage page, PDRectangle place) throws IOException {
    var shown = page.getCropBox();
    var reader = new PDFTextStripperByArea();
    reader.setSortByPosition(true);
    reader.addRegion(
        AREA,
        new java.awt.geom.Rectangle2D.Float(
            place.getLowerLeftX() - shown.getLowerLeftX(),
            shown.getUpperRightY() - place.getUpperRightY(),
            place.getWidth(),
            place.getHeight()));
    reader.extractRegions(page);
    var words =
        Normalizer.normalize(reader.getTextForRegion(AREA), Normalizer.Form.NFC)
            .replaceAll("[\\s\\p{C}]+", " ")
            .strip();
    return words.length() > LONGEST_HINT
        ? words.substring(0, words.offsetByCodePoints(0, LONGEST_HINT / 2)) + "…"
        : words;
  }

  private static String name(PDAnnotation annotation) {
    var name = annotation.getCOSObject().getString(COSName.T);
    return name == null ? "" : name;
  }

  private static boolean isSignature(PDAnnotation annotation) {
    return COSName.SIG.equals(annotation.getCOSObject().getCOSName(COSName.FT));
  }

  private static boolean hasArea(PDAnnotation annotation) {
    var box = annotation.getRectangle();
    return box != null && box.getWidth() > 0 && box.getHeight() > 0;
  }

  private static boolean overlap(PDRectangle some, PDRectangle other) {
    return some.getLowerLeftX() < other.getUpperRightX()
        && other.getLowerLeftX() < some.getUpperRightX()
        && some.getLowerLeftY() < other.getUpperRightY()
        && other.getLowerLeftY() < some.getUpperRightY();
  }
}
