package org.dossierhub.signing.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.dossierhub.signing.pdf.NotOneSignature.Reason.MORE_CHANGED;
import static org.dossierhub.signing.pdf.NotOneSignature.Reason.NOTHING_SIGNED;
import static org.dossierhub.signing.pdf.NotOneSignature.Reason.OTHER_FILE;
import static org.dossierhub.signing.pdf.NotOneSignature.Reason.SEVERAL_SIGNATURES;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AddedSignatureTest {
  private static final SignPdf SIGN = new SignPdf(Clock.systemUTC());

  private static byte[] reserved;
  private static byte[] leaderSigned;
  private static byte[] filled;
  private static byte[] sealed;

  @BeforeAll
  static void issue() {
    reserved = ResultForm.reserve(DecisionPdf.draft(), ResultLayout.decision());
    leaderSigned =
        SIGN.signAsLeader(
            reserved, People.token("leader"), Optional.of(DecisionPdf.signatureImage()));
    filled = ResultForm.fill(leaderSigned, "123/QĐ-SXD", LocalDate.of(2026, 2, 5));
    sealed =
        SIGN.sealAsAgency(filled, People.token("clerk-seal"), Optional.of(DecisionPdf.sealImage()));
  }

  @Test
  void the_leaders_signature_certifies_and_leaves_the_clerks_fields_open() throws Exception {
    assertThat(AddedSignature.between(reserved, leaderSigned))
        .isEqualTo(
            new AddedSignature(
                ResultForm.LEADER, OptionalInt.of(2), Optional.of(ResultForm.OPEN_AFTER_LEADER)));
  }

  @Test
  void the_seal_approves_and_leaves_the_time_stamp_open() throws Exception {
    assertThat(AddedSignature.between(filled, sealed))
        .isEqualTo(
            new AddedSignature(
                ResultForm.SEAL, OptionalInt.empty(), Optional.of(ResultForm.OPEN_AFTER_SEAL)));
  }

  @Test
  void a_signature_without_picture_is_one_as_well() throws Exception {
    var signed = SIGN.signAsLeader(reserved, People.token("leader"), Optional.empty());

    assertThat(AddedSignature.between(reserved, signed).field()).isEqualTo(ResultForm.LEADER);
  }

  @Test
  void a_signature_on_another_draft_is_none_on_this_one() {
    var other = ResultForm.reserve(DecisionPdf.draft(), ResultLayout.decision());
    other[other.length - 8] ^= 1;

    assertRefused(other, leaderSigned, OTHER_FILE);
  }

  @Test
  void the_same_file_is_not_signed() {
    assertRefused(reserved, reserved, NOTHING_SIGNED);
  }

  @Test
  void filling_in_is_not_signing() {
    assertRefused(leaderSigned, filled, NOTHING_SIGNED);
  }

  @Test
  void two_signatures_are_one_too_many() {
    assertRefused(reserved, sealed, SEVERAL_SIGNATURES);
  }

  @Test
  void a_number_filled_in_between_is_a_change() {
    assertRefused(leaderSigned, sealed, MORE_CHANGED);
  }

  @Test
  void a_page_added_before_signing_is_a_change() {
    assertRefused(
        reserved, leaderSignsAfter(document -> document.addPage(new PDPage())), MORE_CHANGED);
  }

  @Test
  void text_painted_over_a_page_before_signing_is_a_change() {
    assertRefused(
        reserved,
        leaderSignsAfter(
            document -> {
              try (var content =
                  new PDPageContentStream(
                      document,
                      document.getPage(0),
                      PDPageContentStream.AppendMode.APPEND,
                      false,
                      true)) {
                content.addRect(10, 10, 200, 200);
                content.fill();
              }
              touch(document.getPage(0).getCOSObject());
            }),
        MORE_CHANGED);
  }

  @Test
  void a_note_added_before_signing_is_a_change() {
    assertRefused(
        reserved,
        leaderSignsAfter(
            document -> {
              var page = document.getPage(0);
              var annotations = page.getAnnotations();
              annotations.add(new PDAnnotationText());
              page.setAnnotations(annotations);
              touch(page.getCOSObject());
            }),
        MORE_CHANGED);
  }

  @Test
  void another_title_in_the_document_information_is_a_change() {
    assertRefused(
        reserved,
        leaderSignsAfter(
            document -> {
              var information = document.getDocumentInformation();
              information.getCOSObject().setItem(COSName.TITLE, new COSString("Khác"));
              touch(information.getCOSObject());
            }),
        MORE_CHANGED);
  }

  @Test
  void an_action_on_opening_is_a_change() {
    assertRefused(
        reserved,
        leaderSignsAfter(
            document -> {
              var root = document.getDocumentCatalog().getCOSObject();
              root.setItem(COSName.OPEN_ACTION, new COSString("x"));
              touch(root);
            }),
        MORE_CHANGED);
  }

  @Test
  void bytes_after_the_signature_are_a_change() {
    var longer = Arrays.copyOf(leaderSigned, leaderSigned.length + 12);
    System.arraycopy(
        "\n%%Ghi thêm\n".getBytes(StandardCharsets.ISO_8859_1), 0, longer, leaderSigned.length, 12);

    assertRefused(reserved, longer, MORE_CHANGED);
  }

  @Test
  void rubbish_after_the_served_bytes_is_refused_and_not_an_error() {
    var rubbish = Arrays.copyOf(reserved, reserved.length + 4000);
    Arrays.fill(rubbish, reserved.length, rubbish.length, (byte) '<');

    assertThatThrownBy(() -> AddedSignature.between(reserved, rubbish))
        .isInstanceOf(NotOneSignature.class);
  }

  @Test
  void every_byte_changed_in_what_was_appended_is_refused_or_leaves_the_structure_alone()
      throws Exception {
    var step = (leaderSigned.length - reserved.length) / 200;
    for (int at = reserved.length; at < leaderSigned.length; at += step) {
      var broken = leaderSigned.clone();
      broken[at] ^= 0x15;
      try {
        assertThat(AddedSignature.between(reserved, broken).field()).isEqualTo(ResultForm.LEADER);
      } catch (NotOneSignature refused) {
        assertThat(refused.reason()).isNotEqualTo(OTHER_FILE);
      }
    }
  }

  @Test
  void pages_are_counted() {
    assertThat(AddedSignature.pages(reserved)).isGreaterThan(1);
  }

  private interface Change {
    void make(PDDocument document) throws IOException;
  }

  /** What a leader's own program could do: append a change first, then sign everything. */
  private static byte[] leaderSignsAfter(Change change) {
    try (var document = Loader.loadPDF(reserved)) {
      change.make(document);
      var out = new ByteArrayOutputStream();
      document.saveIncremental(out, Set.of(document.getPages().getCOSObject()));
      return SIGN.signAsLeader(out.toByteArray(), People.token("leader"), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void touch(COSDictionary changed) {
    changed.setNeedToBeUpdated(true);
  }

  private static void assertRefused(byte[] earlier, byte[] later, NotOneSignature.Reason expected) {
    assertThatThrownBy(() -> AddedSignature.between(earlier, later))
        .asInstanceOf(type(NotOneSignature.class))
        .satisfies(e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(expected));
  }
}
