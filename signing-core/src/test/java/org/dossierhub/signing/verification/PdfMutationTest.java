package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.UNSIGNED;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.ANCHORS;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.revocationAt;
import static org.dossierhub.signing.verification.World.sealed;
import static org.dossierhub.signing.verification.World.signedByLeader;
import static org.dossierhub.signing.verification.World.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.verification.pdf.Tamper;
import org.junit.jupiter.api.Test;

/**
 * Mutations of signed files that are published attacks on other verifiers (A2, A3, A5), and bytes
 * changed one by one. None passes, and none is called unsigned.
 */
class PdfMutationTest {

  @Test
  void a2_signature_wrapping_with_a_second_range_in_the_gap_does_not_pass() {
    for (var base : List.of(signedByLeader(), sealed())) {
      for (int variant = 0; variant < 4; variant++) {
        refused("variant " + variant, wrapped(base, variant));
      }
    }
  }

  /**
   * What was signed stays byte for byte; a second /ByteRange, in the gap that nobody signs, sends
   * the verifier to a copy of the second part at the end, and objects of the attacker lie between.
   */
  private static byte[] wrapped(byte[] pdf, int variant) {
    var text = new String(pdf, StandardCharsets.ISO_8859_1);
    var range = Pattern.compile("/ByteRange\\s*\\[\\s*0 (\\d+) (\\d+) (\\d+)").matcher(text);
    int first = 0;
    int from = 0;
    int length = 0;
    while (range.find()) {
      first = Integer.parseInt(range.group(1));
      from = Integer.parseInt(range.group(2));
      length = Integer.parseInt(range.group(3));
    }
    var signed = text.substring(0, first);
    var value = text.substring(first, from).replaceFirst("0+>$", ">");
    var rest = text.substring(from, from + length);
    var evil = "\n900 0 obj\n<</Type/Catalog/Pages 901 0 R>>\nendobj\n";
    var gap =
        switch (variant) {
          case 0 -> value + "/ByteRange [0 %d %010d %d]" + rest + evil;
          case 1 -> value + "/ByteRange [0 %d %010d %d]>>\nendobj\n" + evil + "<<";
          case 2 -> value + "/Filler (" + evil + ")/ByteRange [0 %d %010d %d] /X (";
          default -> "/ByteRange [0 %d %010d %d]/Contents " + value + "/Filler <";
        };
    int second = signed.length() + gap.formatted(first, 0, length).length();
    return (signed + gap.formatted(first, second, length) + rest)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void a3_incremental_saving_in_every_variant_does_not_pass() {
    var pdf = sealed();
    int page = Tamper.with(pdf).page(1);
    var overridden = page + " 0 obj\n<</Type/Page/MediaBox[0 0 600 800]>>\nendobj\n";
    var text = new String(pdf, StandardCharsets.ISO_8859_1);
    var xref = text.substring(text.lastIndexOf("startxref"));
    for (var appended :
        List.of(
            overridden, // no cross-reference, no trailer
            overridden + xref, // the old table named again
            overridden + "trailer\n<</Root 1 0 R>>\n" + xref, // a trailer without table
            overridden + "xref\n" + xref, // an empty table
            overridden + "startxref\n0\n%%EOF\n",
            "xref\n" + page + " 1\n" + "%010d 00000 n \n".formatted(pdf.length) + overridden,
            "%PDF-1.7\n" + overridden + xref)) {
      refused(appended, concat(pdf, appended));
      refused(appended, concat(pdf, "\n" + appended));
    }
  }

  @Test
  void a3_a_copied_signature_dictionary_over_another_page_does_not_pass() {
    var tamper = Tamper.with(sealed());
    var value =
        Pattern.compile("(?s)obj\\s*((?:(?!endobj).)*?/ByteRange(?:(?!endobj).)*?)\\s*endobj")
            .matcher(new String(sealed(), StandardCharsets.ISO_8859_1));
    assertThat(value.find()).isTrue();
    int copy = tamper.add(value.group(1));
    int field = tamper.add("<</FT/Sig/T(Copy)/V " + copy + " 0 R>>");
    var fields = tamper.resolved(tamper.form(), "Fields");
    refused(
        "copied signature",
        tamper
            .set(tamper.form(), "Fields", fields.replaceFirst("]$", field + " 0 R]"))
            .set(tamper.page(1), "Contents", "[]")
            .file());
  }

  @Test
  void a5_annotations_and_signatures_added_to_a_certified_document_do_not_pass() {
    for (int permission = 1; permission <= 3; permission++) {
      var certified = certified(permission);
      var honest = verify(certified);
      assertThat(honest.verdict()).as("P=%d %s", permission, honest.summary()).isEqualTo(VALID);
      for (var type :
          List.of(
              "FreeText",
              "Stamp",
              "Ink",
              "Square",
              "Highlight",
              "Redact",
              "Watermark",
              "Line",
              "FileAttachment",
              "Link",
              "Popup",
              "Text")) {
        var tamper = Tamper.with(certified);
        int look =
            tamper.addStream(
                "/Type/XObject/Subtype/Form/BBox[0 0 600 800]", "1 g 0 0 600 800 re f");
        int evil =
            tamper.add(
                "<</Type/Annot/Subtype/%s/Rect[0 0 600 800]/F 4/Contents(Bac bo)/AP<</N %d 0 R>>>>"
                    .formatted(type, look));
        // evil annotation attack
        refused(
            "P=" + permission + " " + type,
            tamper.set(tamper.page(1), "Annots", "[" + evil + " 0 R]").file());
      }
      // sneaky signature attack: a signature field whose appearance covers the page
      var sneaky =
          RawSigner.of("citizen")
              .shownOn(1, new org.apache.pdfbox.pdmodel.common.PDRectangle(0, 0, 595, 842))
              .sign(certified);
      refused("P=" + permission + " sneaky signature", sneaky);
    }
  }

  private static byte[] certified(int permission) {
    try (var document = Loader.loadPDF(DecisionPdf.draft())) {
      var signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
      var time = java.util.Calendar.getInstance();
      time.setTimeInMillis(NOW.toEpochMilli());
      signature.setSignDate(time);
      var parameters = new COSDictionary();
      parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
      parameters.setInt(COSName.P, permission);
      parameters.setName(COSName.V, "1.2");
      var reference = new COSDictionary();
      reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
      reference.setItem("TransformMethod", COSName.DOCMDP);
      reference.setItem("TransformParams", parameters);
      var references = new COSArray();
      references.add(reference);
      signature.getCOSObject().setItem("Reference", references);
      document.addSignature(signature);
      var permissions = new COSDictionary();
      permissions.setItem(COSName.DOCMDP, signature);
      document.getDocumentCatalog().getCOSObject().setItem("Perms", permissions);
      document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
      var out = new ByteArrayOutputStream();
      var pending = document.saveIncrementalForExternalSigning(out);
      pending.setSignature(RawSigner.of("leader").cms(pending.getContent().readAllBytes(), false));
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_byte_changed_anywhere_in_a_sealed_file_never_passes() {
    var whole = sealed();
    var text = new String(whole, StandardCharsets.ISO_8859_1);
    var at = NOW.plusSeconds(60);
    var verifier = new VerifyDocument(ANCHORS, revocationAt(at), Clock.fixed(at, ZoneOffset.UTC));
    // every byte of what readers take apart, a sample of what they only draw
    var positions = new java.util.TreeSet<Integer>();
    for (int i = 0; i < whole.length; i += whole.length / 60) {
      positions.add(i);
    }
    for (var word :
        List.of("/ByteRange", "/Contents <", "startxref", "trailer", "/Root", "%%EOF")) {
      for (int i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + 1)) {
        for (int j = 0; j < word.length() + 12 && i + j < whole.length; j += 7) {
          positions.add(i + j);
        }
      }
    }
    for (int position : positions) {
      var changed = whole.clone();
      changed[position] ^= 1;
      var report = verifier.verify("tệp.pdf", changed);
      var lineEnd = position >= whole.length - 1;
      if (!lineEnd) {
        assertThat(report.verdict())
            .as("byte %d: %s", position, report.summary())
            .isNotIn(VALID, UNSIGNED);
      }
    }
  }

  private static void refused(String attack, byte[] file) {
    var report = verify(file);

    assertThat(report.verdict()).as(attack + ": " + report.summary()).isNotIn(VALID, UNSIGNED);
  }

  private static byte[] concat(byte[] pdf, String more) {
    var bytes = more.getBytes(StandardCharsets.ISO_8859_1);
    var both = Arrays.copyOf(pdf, pdf.length + bytes.length);
    System.arraycopy(bytes, 0, both, pdf.length, bytes.length);
    return both;
  }
}
