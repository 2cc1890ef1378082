package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.INVALID;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.filled;
import static org.dossierhub.signing.verification.World.sealed;
import static org.dossierhub.signing.verification.World.signedByLeader;
import static org.dossierhub.signing.verification.World.signingAt;
import static org.dossierhub.signing.verification.World.token;
import static org.dossierhub.signing.verification.World.verify;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.verification.pdf.Tamper;
import org.junit.jupiter.api.Test;

/**
 * Hazards A1 to A7: what is written into a PDF after it was signed. Each attack is made here, in
 * code.
 */
class PdfAttackTest {

  private static final String WHITE_BOX = "1 1 1 rg 0 0 2000 2000 re f";

  // ---- A3: incremental saving

  @Test
  void a3_page_content_replaced_after_the_last_signature_is_invalid() {
    var tamper = Tamper.with(sealed());
    int content = tamper.addStream("", "BT /F1 12 Tf 100 700 Td (1 ty dong) Tj ET");

    refused(
        tamper.set(tamper.page(1), "Contents", content + " 0 R").file(), 2, "PAGE_CONTENT_CHANGED");
  }

  @Test
  void a3_page_content_overwritten_under_its_own_number_is_invalid() {
    var tamper = Tamper.with(sealed());
    var number = Integer.parseInt(tamper.get(tamper.page(1), "Contents").split(" ")[0]);

    refused(
        tamper.object(number, "<</Length 28>>\nstream\n" + WHITE_BOX + " \nendstream").file(),
        2,
        "PAGE_CONTENT_CHANGED");
  }

  @Test
  void a3_a_page_added_or_removed_after_the_last_signature_is_invalid() {
    var added = Tamper.with(sealed());
    var pages = Integer.parseInt(added.get(added.root(), "Pages").split(" ")[0]);
    int page = added.add("<</Type/Page/Parent " + pages + " 0 R/MediaBox[0 0 595 842]>>");
    var kids = added.resolved(pages, "Kids");
    refused(
        added
            .object(
                pages,
                "<</Type/Pages/Count "
                    + (added.pages() + 1)
                    + "/Kids"
                    + kids.replace("]", page + " 0 R]")
                    + ">>")
            .file(),
        2,
        "PAGES_CHANGED");

    var removed = Tamper.with(sealed());
    refused(
        removed.object(pages, "<</Type/Pages/Count 1/Kids[" + removed.page(1) + " 0 R]>>").file(),
        2,
        "PAGES_CHANGED");
  }

  @Test
  void a3_a_new_catalogue_is_invalid() {
    var tamper = Tamper.with(sealed());
    int root =
        tamper.add(
            "<</Type/Catalog/Pages "
                + tamper.get(tamper.root(), "Pages")
                + "/AcroForm "
                + tamper.form()
                + " 0 R>>");

    refused(tamper.root(root).file(), 2, "STRUCTURE_CHANGED");
  }

  @Test
  void a3_active_content_added_to_the_catalogue_is_invalid() {
    var tamper = Tamper.with(sealed());

    refused(
        tamper.set(tamper.root(), "OpenAction", "<</S/JavaScript/JS(app.alert\\(1\\))>>").file(),
        2,
        "STRUCTURE_CHANGED");
  }

  @Test
  void a3_bytes_that_belong_to_no_object_are_invalid() {
    refused(
        Tamper.with(sealed()).insertBeforeXref("hidden words\n").file(), 2, "BYTES_NOT_EXPLAINED");
    refused(
        Tamper.with(sealed()).insertBeforeXref("900 0 obj\n<</Type/Page>>\nendobj\n").file(),
        2,
        "BYTES_NOT_EXPLAINED");
  }

  @Test
  void a3_garbage_behind_the_end_of_the_file_does_not_pass() {
    var report = verify(concat(sealed(), "garbage".getBytes(StandardCharsets.US_ASCII)));

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).isNotEqualTo(VALID);
  }

  @Test
  void a3_a_line_end_behind_the_end_of_the_file_changes_nothing() {
    var report = verify(concat(sealed(), "\r\n".getBytes(StandardCharsets.US_ASCII)));

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).isEqualTo(VALID);
  }

  // ---- A4: shadow attacks

  @Test
  void a4_shadow_hide_and_replace_by_pointing_an_object_to_older_bytes_is_invalid() {
    // the hidden second face lies in the signed bytes, unreferenced
    var prepared = Tamper.with(DecisionPdf.draft());
    int hidden = prepared.addStream("", WHITE_BOX);
    var draft = prepared.file();
    var signed = signingAt(NOW).sign(draft, token("leader"));
    assertThat(verify(signed).verdict()).isEqualTo(VALID);

    var attack = Tamper.with(signed);
    var content = Integer.parseInt(attack.get(attack.page(1), "Contents").split(" ")[0]);
    attack.pointTo(content, attack.offset(hidden));

    var report = verify(attack.file());
    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  @Test
  void a4_shadow_replace_by_another_catalogue_prepared_in_the_signed_bytes_is_invalid() {
    var prepared = Tamper.with(DecisionPdf.draft());
    int page = prepared.newNumber();
    int pages = prepared.add("<</Type/Pages/Count 1/Kids[" + page + " 0 R]>>");
    prepared.object(page, "<</Type/Page/MediaBox[0 0 595 842]/Parent " + pages + " 0 R>>");
    int shadow = prepared.add("<</Type/Catalog/Pages " + pages + " 0 R>>");
    var signed = signingAt(NOW).sign(prepared.file(), token("leader"));

    var report = verify(Tamper.with(signed).root(shadow).file());

    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  @Test
  void a4_shadow_hide_by_removing_an_overlay_after_signing_is_invalid() {
    var prepared = Tamper.with(DecisionPdf.draft());
    int look = prepared.addStream("/Type/XObject/Subtype/Form/BBox[0 0 500 500]", WHITE_BOX);
    int overlay =
        prepared.add(
            "<</Type/Annot/Subtype/Stamp/Rect[50 50 550 550]/F 4/AP<</N " + look + " 0 R>>>>");
    var draft = prepared.set(prepared.page(1), "Annots", "[" + overlay + " 0 R]").file();
    var signed = signingAt(NOW).sign(draft, token("leader"));
    assertThat(verify(signed).verdict()).isEqualTo(VALID);

    var emptied = Tamper.with(signed);
    refused(emptied.object(overlay, "null").file(), 1, "ANNOTATION_CHANGED");
    var moved = Tamper.with(signed);
    refused(moved.set(overlay, "Rect", "[0 0 1 1]").file(), 1, "ANNOTATION_CHANGED");
    var hidden = Tamper.with(signed);
    refused(hidden.set(overlay, "F", "2").file(), 1, "ANNOTATION_CHANGED");
    var blank = Tamper.with(signed);
    refused(
        blank
            .object(
                look, "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 1>>\nstream\n \nendstream")
            .file(),
        1,
        "ANNOTATION_CHANGED");
    var freed = Tamper.with(signed);
    refused(freed.entry(overlay, "0000000000 00001 f").file(), 1, "ANNOTATION_CHANGED");
  }

  @Test
  void a4_a_font_swapped_after_signing_is_invalid() {
    var tamper = Tamper.with(sealed());
    int resources = number(tamper.get(tamper.page(1), "Resources"));
    int fonts = number(tamper.get(resources, "Font"));
    int font = number(tamper.get(fonts, "F1"));

    refused(tamper.set(font, "BaseFont", "/Courier").file(), 2, "PAGE_CONTENT_CHANGED");
  }

  // ---- A5: annotations and fields against DocMDP and FieldMDP

  @Test
  void a5_an_annotation_over_a_page_is_invalid() {
    for (var base : java.util.List.of(sealed(), signedByLeader())) {
      var tamper = Tamper.with(base);
      int look = tamper.addStream("/Type/XObject/Subtype/Form/BBox[0 0 500 100]", WHITE_BOX);
      int note =
          tamper.add(
              "<</Type/Annot/Subtype/FreeText/Rect[50 600 550 700]/F 4/AP<</N "
                  + look
                  + " 0 R>>>>");
      var annotations = tamper.resolved(tamper.page(1), "Annots").replace("]", note + " 0 R]");

      var report = verify(tamper.set(tamper.page(1), "Annots", annotations).file());

      assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
      assertThat(report.reason()).isEqualTo("ANNOTATION_CHANGED");
      assertThat(report.changes()).anyMatch(change -> change.page() == 1 && !change.allowed());
    }
  }

  @Test
  void a5_a_form_value_changed_after_the_seal_is_invalid() {
    var tamper = Tamper.with(sealed());

    refused(
        tamper.set(tamper.field(ResultForm.NUMBER), "V", "(999/QD)").file(),
        2,
        "FORM_FIELD_CHANGED");
  }

  @Test
  void a5_the_look_of_a_filled_field_changed_after_the_seal_is_invalid() {
    var tamper = Tamper.with(sealed());
    int look = tamper.addStream("/Type/XObject/Subtype/Form/BBox[0 0 500 100]", WHITE_BOX);

    refused(
        tamper.set(tamper.field(ResultForm.NUMBER), "AP", "<</N " + look + " 0 R>>").file(),
        2,
        "FORM_FIELD_CHANGED");
  }

  @Test
  void a5_another_field_added_after_the_seal_is_invalid() {
    var tamper = Tamper.with(sealed());
    int field = tamper.add("<</FT/Tx/T(them)/V(x)/Type/Annot/Subtype/Widget/Rect[10 10 100 100]>>");
    var fields = tamper.resolved(tamper.form(), "Fields").replace("]", field + " 0 R]");

    refused(tamper.set(tamper.form(), "Fields", fields).file(), 2, "FORM_FIELD_CHANGED");
  }

  @Test
  void a5_the_form_told_to_draw_its_fields_anew_is_invalid() {
    var tamper = Tamper.with(sealed());

    refused(tamper.set(tamper.form(), "NeedAppearances", "true").file(), 2, "STRUCTURE_CHANGED");
  }

  // ---- docs/decisions/0010: the clerk's step and nothing else

  @Test
  void number_and_date_without_a_seal_are_invalid() {
    var report = verify(filled());

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).isEqualTo(INVALID);
    assertThat(report.reason()).isEqualTo("CLERK_STEP_WITHOUT_SEAL");
  }

  @Test
  void a_seal_that_is_not_an_agencys_does_not_make_the_clerks_step() {
    var report =
        verify(signingAt(NOW).sealAsAgency(filled(), token("one-stop-officer"), Optional.empty()));

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  @Test
  void a_clerk_who_changes_anything_else_before_sealing_makes_the_leaders_signature_invalid() {
    var tamper = Tamper.with(filled());
    int content = tamper.addStream("", "BT /F1 12 Tf 100 700 Td (1 ty dong) Tj ET");
    var changed = tamper.set(tamper.page(2), "Contents", content + " 0 R").file();

    var report =
        verify(signingAt(NOW).sealAsAgency(changed, token("clerk-seal"), Optional.empty()));

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
    assertThat(report.reason()).isEqualTo("PAGE_CONTENT_CHANGED");
    assertThat(report.signatures())
        .extracting(SignatureReport::verdict)
        .containsExactly(INVALID, VALID);
  }

  @Test
  void a_field_moved_before_sealing_is_invalid() {
    var tamper = Tamper.with(filled());
    var moved = tamper.set(tamper.field(ResultForm.NUMBER), "Rect", "[0 0 600 800]").file();

    var report = verify(signingAt(NOW).sealAsAgency(moved, token("clerk-seal"), Optional.empty()));

    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
    assertThat(report.reason()).isEqualTo("FORM_FIELD_CHANGED");
  }

  @Test
  void a_second_signature_beside_the_reserved_seal_is_not_permitted() {
    var report = verify(RawSigner.of("clerk-seal").sign(signedByLeader()));

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  // ---- foreign documents

  @Test
  void two_signatures_one_after_the_other_are_valid_in_any_pdf() {
    var report =
        verify(
            signingAt(NOW)
                .sign(
                    signingAt(NOW).sign(DecisionPdf.draft(), token("citizen")), token("company")));

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
  }

  @Test
  void page_content_changed_by_a_later_seal_of_the_same_agency_is_not_decided() {
    var report = verify(signedChangedAndSignedBy("clerk-seal"));

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INDETERMINATE);
    assertThat(report.reason()).isEqualTo("PAGE_CONTENT_CHANGED");
    assertThat(report.changes()).anyMatch(change -> change.page() == 1 && !change.allowed());
  }

  @Test
  void page_content_changed_by_a_later_signature_of_somebody_else_is_invalid() {
    var report = verify(signedChangedAndSignedBy("seal-other"));

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  private static byte[] signedChangedAndSignedBy(String second) {
    var tamper = Tamper.with(signingAt(NOW).sign(DecisionPdf.draft(), token("leader")));
    int added = tamper.addStream("", "BT /F1 12 Tf 100 700 Td (So 123) Tj ET");
    var contents = "[" + tamper.get(tamper.page(1), "Contents") + " " + added + " 0 R]";
    return signingAt(NOW)
        .sign(tamper.set(tamper.page(1), "Contents", contents).file(), token(second));
  }

  @Test
  void a_later_signature_shown_over_text_is_not_decided_and_over_empty_paper_is_valid() {
    var first = signingAt(NOW).sign(DecisionPdf.draft(), token("leader"));

    var over =
        verify(
            RawSigner.of("clerk-seal").shownOn(1, new PDRectangle(100, 500, 300, 200)).sign(first));
    assertThat(over.signatures()).hasSize(2);
    assertThat(over.verdict()).as(over.summary()).isEqualTo(INDETERMINATE);
    assertThat(over.reason()).isEqualTo("SIGNATURE_NOT_PERMITTED");

    var beside =
        verify(
            RawSigner.of("clerk-seal").shownOn(3, new PDRectangle(100, 300, 100, 50)).sign(first));
    assertThat(beside.signatures()).hasSize(2);
    assertThat(beside.verdict()).as(beside.summary()).isEqualTo(VALID);
  }

  @Test
  void
      a_later_signature_shown_over_a_picture_is_not_decided_and_over_the_paper_of_a_scan_is_valid() {
    var scan = signingAt(NOW).sign(DecisionPdf.scan(), token("leader"));

    var over =
        verify(RawSigner.of("clerk-seal").shownOn(1, new PDRectangle(90, 590, 120, 60)).sign(scan));
    assertThat(over.signatures()).hasSize(2);
    assertThat(over.verdict()).as(over.summary()).isEqualTo(INDETERMINATE);
    assertThat(over.reason()).isEqualTo("SIGNATURE_NOT_PERMITTED");

    var beside =
        verify(
            RawSigner.of("clerk-seal").shownOn(1, new PDRectangle(350, 100, 120, 60)).sign(scan));
    assertThat(beside.signatures()).hasSize(2);
    assertThat(beside.verdict()).as(beside.summary()).isEqualTo(VALID);
  }

  @Test
  void filling_after_the_end_of_the_file_does_not_pass_and_a_line_end_does() {
    for (var filling : List.of("\0\0\0\0", "\0", " ".repeat(100), "\n".repeat(50))) {
      var report = verify(concat(sealed(), filling.getBytes(StandardCharsets.ISO_8859_1)));
      assertThat(report.signatures()).hasSize(2);
      assertThat(report.verdict()).as(report.summary()).isEqualTo(INDETERMINATE);
      assertThat(report.reason()).isEqualTo("BYTES_NOT_EXPLAINED");
    }
    assertThat(verify(concat(sealed(), new byte[] {'\r', '\n'})).verdict()).isEqualTo(VALID);
  }

  @Test
  void a4_a_number_that_shows_another_than_it_says_is_invalid() {
    var tamper = Tamper.with(filled());
    int number = tamper.field(ResultForm.NUMBER);
    tamper.set(number, "V", "(999/Q\\320-SXD)");
    var lying =
        verify(signingAt(NOW).sealAsAgency(tamper.file(), token("clerk-seal"), Optional.empty()));

    assertThat(lying.verdict()).as(lying.summary()).isEqualTo(INVALID);
    assertThat(lying.reason()).isEqualTo("FORM_FIELD_CHANGED");

    var drawn = Tamper.with(filled());
    int box = drawn.addStream("/Type/XObject/Subtype/Form/BBox[0 0 200 20]", WHITE_BOX);
    drawn.set(drawn.field(ResultForm.DATE), "AP", "<</N " + box + " 0 R>>");
    var hidden =
        verify(signingAt(NOW).sealAsAgency(drawn.file(), token("clerk-seal"), Optional.empty()));
    assertThat(hidden.verdict()).as(hidden.summary()).isEqualTo(INVALID);
  }

  // ---- A1, A2, A7: signatures that cannot be read

  @Test
  void a1_a_signature_whose_dictionary_is_broken_is_invalid_and_never_unsigned() {
    for (var broken :
        java.util.List.of(
            replaced("/ByteRange [", "/BiteRange ["),
            replaced("/ByteRange [0 ", "/ByteRange [1 "),
            replaced("/Contents <", "/Contense <"),
            replaced("/SubFilter /ETSI", "/SubFilter /XTSI"))) {
      var report = verify(broken);

      assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
      assertThat(report.signatures()).isNotEmpty();
    }
  }

  private static byte[] replaced(String what, String with) {
    var text = new String(signedByLeader(), StandardCharsets.ISO_8859_1);
    assertThat(text).contains(what);
    return text.replace(what, with).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void a1_a_signature_taken_out_of_the_form_is_invalid() {
    var field = Tamper.with(signedByLeader());
    var report = verify(field.set(field.field(ResultForm.LEADER), "V", null).file());
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);

    var form = Tamper.with(sealed());
    report = verify(form.set(form.form(), "Fields", "[]").file());
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);

    var catalogue = Tamper.with(sealed());
    report = verify(catalogue.set(catalogue.root(), "AcroForm", null).file());
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  @Test
  void a1_a_signature_replaced_by_null_or_a_text_is_invalid() {
    for (var value : java.util.List.of("null", "(signed)", "[]", "<</Type/Sig>>", "9999 0 R")) {
      var tamper = Tamper.with(signedByLeader());

      var report = verify(tamper.set(tamper.field(ResultForm.LEADER), "V", value).file());

      assertThat(report.verdict()).as(value + " " + report.summary()).isEqualTo(INVALID);
    }
  }

  @Test
  void a7_something_hidden_behind_the_signature_value_is_invalid() {
    var text = new String(signedByLeader(), StandardCharsets.ISO_8859_1);
    int end = text.indexOf(">", text.indexOf("/Contents <"));
    var changed = signedByLeader().clone();
    changed[end - 1] = '1';

    var report = verify(changed);

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).isEqualTo(INVALID);
    assertThat(report.reason()).isEqualTo("UNREADABLE_SIGNATURE");
  }

  @Test
  void a7_cross_references_that_go_around_the_signed_revision_are_invalid() {
    var text = new String(sealed(), StandardCharsets.ISO_8859_1);
    int last = text.lastIndexOf("/Prev ");
    var around = text.substring(last + 6).replaceAll("(?s)^(\\d+).*", "$1");

    var tampered =
        new String(Tamper.with(sealed()).file(), StandardCharsets.ISO_8859_1)
            .replaceAll("/Prev \\d+(?=>>\\nstartxref\\n\\d+\\n%%EOF\\n$)", "/Prev " + around)
            .getBytes(StandardCharsets.ISO_8859_1);

    var report = verify(tampered);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  @Test
  void a7_hybrid_cross_references_after_a_signature_are_invalid() {
    var tamper = Tamper.with(sealed());
    int xref = tamper.newNumber();
    var content = "\u0001\u0000\u0000\u0000";
    tamper.object(
        xref,
        "<</Type/XRef/W[1 2 1]/Index[900 1]/Size 901/Root "
            + tamper.root()
            + " 0 R/Length 4>>\nstream\n"
            + content
            + "\nendstream");
    var offset =
        new String(tamper.file(), StandardCharsets.ISO_8859_1).lastIndexOf(xref + " 0 obj");

    var report = verify(tamper.trailer("/XRefStm " + offset).file());

    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  @Test
  void a7_another_file_in_front_does_not_pass() {
    var report = verify(concat("%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII), sealed()));

    assertThat(report.verdict()).as(report.summary()).isNotEqualTo(VALID);
  }

  // ---- what may follow

  @Test
  void proofs_for_long_term_validation_may_follow_a_seal() {
    var report = verify(LongTerm.extend(sealed(), NOW.plusSeconds(10)));

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.changes()).allMatch(DocumentChange::allowed);
    assertThat(report.signatures()).allMatch(signature -> signature.provenTime().isPresent());
  }

  @Test
  void a_change_hidden_among_proofs_is_invalid() {
    var proofs = LongTerm.extend(sealed(), NOW.plusSeconds(10));
    var tamper = Tamper.with(proofs);
    int content = tamper.addStream("", WHITE_BOX);

    var report = verify(tamper.set(tamper.page(1), "Contents", content + " 0 R").file());

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  private static void refused(byte[] attacked, int signatures, String reason) {
    var report = verify(attacked);

    assertThat(report.signatures()).hasSize(signatures);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
    assertThat(report.reason()).isEqualTo(reason);
    assertThat(report.changes()).isNotEmpty();
  }

  private static int number(String reference) {
    return Integer.parseInt(reference.split(" ")[0]);
  }

  private static byte[] concat(byte[] some, byte[] more) {
    var all = java.util.Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  static LocalDate today() {
    return LocalDate.now(java.time.ZoneOffset.UTC);
  }
}
