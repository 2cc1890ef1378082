package org.dossierhub.signing.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dossierhub.signing.pdf.SignPdfTest.refused;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFormTest {
  private static final SignPdf SIGN = new SignPdf(Clock.systemUTC());
  private static final LocalDate DAY = LocalDate.of(2026, 12, 5);

  private static byte[] signedByLeader() {
    var reserved = ResultForm.reserve(DecisionPdf.draft(), ResultLayout.decision());
    return SIGN.signAsLeader(reserved, People.token("leader"), Optional.empty());
  }

  @Test
  void fills_number_and_date_with_all_vietnamese_signs() throws Exception {
    var filled = ResultForm.fill(signedByLeader(), "12/GPXD-ẮỔỮỲỴĐ", DAY);
    try (var document = Loader.loadPDF(filled)) {
      assertThat(value(document, ResultForm.NUMBER)).isEqualTo("12/GPXD-ẮỔỮỲỴĐ");
      assertThat(value(document, ResultForm.DATE)).isEqualTo("ngày 05 tháng 12 năm 2026");
      document.getDocumentCatalog().getAcroForm(null).flatten();
      assertThat(new PDFTextStripper().getText(document))
          .contains("12/GPXD-ẮỔỮỲỴĐ")
          .contains("ngày 05 tháng 12 năm 2026");
    }
  }

  @Test
  void a_number_typed_with_separate_accents_is_composed() throws Exception {
    var filled = ResultForm.fill(signedByLeader(), " 7/QĐ-SỞ".replace("Ở", "O\u031b\u0309"), DAY);
    try (var document = Loader.loadPDF(filled)) {
      assertThat(value(document, ResultForm.NUMBER)).isEqualTo("7/QĐ-SỞ");
    }
  }

  private static String value(PDDocument document, String field) {
    return ((PDTextField) document.getDocumentCatalog().getAcroForm(null).getField(field))
        .getValue();
  }

  @Test
  void the_letters_are_drawn_with_the_embedded_font_that_the_leader_signed() throws Exception {
    var signed = signedByLeader();
    var filled = ResultForm.fill(signed, "1/QĐ", DAY);
    try (var before = Loader.loadPDF(signed);
        var after = Loader.loadPDF(filled)) {
      for (var name : List.of(ResultForm.NUMBER, ResultForm.DATE)) {
        var resources =
            after
                .getDocumentCatalog()
                .getAcroForm(null)
                .getField(name)
                .getWidgets()
                .get(0)
                .getNormalAppearanceStream()
                .getResources();
        for (var key : resources.getFontNames()) {
          var font = resources.getFont(key);
          assertThat(font.isEmbedded()).isTrue();
          assertThat(before.getDocument().getXrefTable()).containsKey(font.getCOSObject().getKey());
        }
      }
    }
  }

  @Test
  void filling_rewrites_the_two_fields_and_adds_their_appearances_and_nothing_else()
      throws Exception {
    var signed = signedByLeader();
    var filled = ResultForm.fill(signed, "1/QĐ", DAY);
    try (var before = Loader.loadPDF(signed);
        var after = Loader.loadPDF(filled)) {
      var old = before.getDocument().getXrefTable();
      Set<COSObjectKey> touched = new HashSet<>();
      after
          .getDocument()
          .getXrefTable()
          .forEach(
              (key, offset) -> {
                if (!offset.equals(old.get(key))) {
                  touched.add(key);
                }
              });
      var form = after.getDocumentCatalog().getAcroForm(null);
      assertThat(touched)
          .containsExactlyInAnyOrder(
              form.getField(ResultForm.NUMBER).getCOSObject().getKey(),
              form.getField(ResultForm.DATE).getCOSObject().getKey(),
              appearance(form.getField(ResultForm.NUMBER)),
              appearance(form.getField(ResultForm.DATE)));
    }
  }

  private static COSObjectKey appearance(org.apache.pdfbox.pdmodel.interactive.form.PDField field) {
    return field.getWidgets().get(0).getNormalAppearanceStream().getCOSObject().getKey();
  }

  @Test
  void filling_twice_gives_the_same_bytes() {
    var signed = signedByLeader();
    assertThat(ResultForm.fill(signed, "1/QĐ", DAY))
        .isEqualTo(ResultForm.fill(signed, "1/QĐ", DAY));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-05, ngày 05 tháng 02 năm 2026",
    "2026-03-09, ngày 09 tháng 3 năm 2026",
    "2026-01-31, ngày 31 tháng 01 năm 2026",
    "2027-11-10, ngày 10 tháng 11 năm 2027"
  })
  void writes_dates_as_the_decree_wants_them(LocalDate date, String text) {
    assertThat(ResultForm.written(date)).isEqualTo(text);
  }

  @Test
  void refuses_to_fill_before_the_leader_signed_and_to_fill_twice() {
    var reserved = ResultForm.reserve(DecisionPdf.draft(), ResultLayout.decision());
    refused(CannotSign.Reason.OUT_OF_ORDER, () -> ResultForm.fill(reserved, "1/QĐ", DAY));
    var filled = ResultForm.fill(signedByLeader(), "1/QĐ", DAY);
    refused(CannotSign.Reason.OUT_OF_ORDER, () -> ResultForm.fill(filled, "2/QĐ", DAY));
  }

  @Test
  void refuses_to_fill_a_file_to_which_something_was_added_after_the_leader() {
    var signed = signedByLeader();
    var longer = java.util.Arrays.copyOf(signed, signed.length + 1);
    longer[signed.length] = '\n';
    refused(CannotSign.Reason.OUT_OF_ORDER, () -> ResultForm.fill(longer, "1/QĐ", DAY));
  }

  @Test
  void refuses_numbers_that_cannot_be_printed() {
    var signed = signedByLeader();
    assertThatThrownBy(() -> ResultForm.fill(signed, "  ", DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ResultForm.fill(signed, "1/決定", DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ResultForm.fill(signed, "1/QĐ-".repeat(12), DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void refuses_drafts_that_are_signed_or_reserved_already() {
    var layout = ResultLayout.decision();
    var signed = SIGN.sign(DecisionPdf.draft(), People.token("stranger"));
    refused(CannotSign.Reason.ALREADY_SIGNED, () -> ResultForm.reserve(signed, layout));
    var reserved = ResultForm.reserve(DecisionPdf.draft(), layout);
    refused(CannotSign.Reason.ALREADY_RESERVED, () -> ResultForm.reserve(reserved, layout));
  }

  @Test
  void refuses_encrypted_drafts() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var document = Loader.loadPDF(DecisionPdf.draft())) {
      document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
      document.save(out);
    }
    refused(
        CannotSign.Reason.ENCRYPTED,
        () -> ResultForm.reserve(out.toByteArray(), ResultLayout.decision()));
  }

  @Test
  void A16_refuses_drafts_with_scripts() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var document = Loader.loadPDF(DecisionPdf.draft())) {
      document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert(1)"));
      document.save(out);
    }
    refused(
        CannotSign.Reason.ACTIVE_CONTENT,
        () -> ResultForm.reserve(out.toByteArray(), ResultLayout.decision()));
  }

  @Test
  void refuses_places_outside_the_page_and_turned_pages() throws Exception {
    var outside = Box.millimetres(1, 200, 250, 40, 7);
    var decision = ResultLayout.decision();
    refused(
        CannotSign.Reason.PLACE_OUTSIDE_PAGE,
        () ->
            ResultForm.reserve(
                DecisionPdf.draft(),
                ResultLayout.signedAt(outside, decision.date(), decision.leader(), 36)));
    var out = new ByteArrayOutputStream();
    try (var document = new PDDocument()) {
      var page = new PDPage();
      page.setRotation(90);
      document.addPage(page);
      document.save(out);
    }
    refused(
        CannotSign.Reason.PLACE_OUTSIDE_PAGE,
        () -> ResultForm.reserve(out.toByteArray(), decision));
  }

  @Test
  void A4_what_no_page_of_the_draft_shows_is_left_behind() throws Exception {
    var hidden = new ByteArrayOutputStream();
    try (var document = Loader.loadPDF(DecisionPdf.draft())) {
      var added = document.getPage(0);
      document.removePage(0);
      document.getPage(0).getCOSObject().setNeedToBeUpdated(true);
      document.getPages().getCOSObject().setNeedToBeUpdated(true);
      document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
      added.getCOSObject().setNeedToBeUpdated(true);
      document.saveIncremental(hidden);
    }
    var reserved = ResultForm.reserve(hidden.toByteArray(), ResultLayout.decision());
    try (var document = Loader.loadPDF(reserved)) {
      assertThat(document.getNumberOfPages()).isEqualTo(2);
      assertThat(document.getDocument().getObjectsByType(org.apache.pdfbox.cos.COSName.PAGE))
          .hasSize(2);
    }
  }
}
