package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.INVALID;
import static org.dossierhub.signing.verification.Verdict.UNSIGNED;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.ANCHORS;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.PKI;
import static org.dossierhub.signing.verification.World.revocationAt;
import static org.dossierhub.signing.verification.World.sealed;
import static org.dossierhub.signing.verification.World.signingAt;
import static org.dossierhub.signing.verification.World.token;
import static org.dossierhub.signing.verification.World.verify;
import static org.dossierhub.signing.verification.World.verifyAt;

import java.time.Duration;
import java.util.List;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.junit.jupiter.api.Test;

/** Verdicts that follow from who signed, with what, and when. */
class VerifyDocumentTest {

  private static final byte[] DRAFT = DecisionPdf.draft();

  @Test
  void finds_a_decision_signed_by_the_leader_and_sealed_by_the_clerk_valid() {
    var report = verify(sealed());

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.signatures())
        .extracting(SignatureReport::role)
        .containsExactly(SignerRole.LEADER, SignerRole.AGENCY);
    assertThat(report.signatures())
        .extracting(SignatureReport::verdict)
        .containsExactly(VALID, VALID);
    assertThat(report.signatures())
        .extracting(SignatureReport::coversWholeDocument)
        .containsExactly(false, true);
    assertThat(report.changes())
        .extracting(DocumentChange::text)
        .containsExactly("trang 1: điền số, ngày", "trang 3: thêm con dấu");
    assertThat(report.changes()).allMatch(DocumentChange::allowed);
    assertThat(report.sentence())
        .startsWith("Chữ ký số hợp lệ: người có thẩm quyền Nguyễn Thị Minh An")
        .contains("SỞ XÂY DỰNG TỈNH BÌNH MINH");
  }

  @Test
  void reports_the_seven_items_of_the_circular() {
    var leader = verify(sealed()).signatures().get(0);

    assertThat(ReportInWords.in(java.util.Locale.forLanguageTag("vi")).sevenItems(leader))
        .hasSize(7)
        .extracting(ReportInWords.Item::title)
        .first()
        .isEqualTo("Cơ quan, tổ chức cấp chứng thư");
    assertThat(leader.issuer()).startsWith("CA phục vụ các cơ quan Nhà nước");
    assertThat(leader.managedBy()).isEqualTo("ỦY BAN NHÂN DÂN TỈNH BÌNH MINH");
    assertThat(leader.claimedTime()).isPresent();
    assertThat(leader.provenTime()).isEmpty();
    assertThat(leader.certificate())
        .contains(CertificateId.of(PKI.identity("leader").certificate()));
    assertThat(leader.notes()).anyMatch(note -> note.contains("PKCS#1 v1.5"));
  }

  @Test
  void finds_a_decision_invalid_when_one_byte_of_a_page_is_changed() {
    var changed = sealed().clone();
    changed[changed.length / 4] ^= 1;

    var report = verify(changed);

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).isEqualTo(INVALID);
    assertThat(report.signatures()).allMatch(signature -> !signature.cryptoIntact());
  }

  @Test
  void tells_roles_apart_by_hierarchy_and_subject() {
    assertThat(roleOf("one-stop-officer")).isEqualTo(SignerRole.LEADER);
    assertThat(roleOf("seal-other")).isEqualTo(SignerRole.AGENCY);
    assertThat(roleOf("citizen")).isEqualTo(SignerRole.CITIZEN);
    assertThat(roleOf("company")).isEqualTo(SignerRole.COMPANY);
    assertThat(roleOf("hub-system")).isEqualTo(SignerRole.SYSTEM);
  }

  private static SignerRole roleOf(String name) {
    var report = verify(signingAt(NOW).sign(DRAFT, token(name)));
    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    return report.signatures().get(0).role();
  }

  @Test
  void a_copy_is_told_from_an_original_by_what_the_seal_was_put_there_for() {
    for (var form : List.of("SAO Y", "Sao lục", "TRÍCH SAO")) {
      var copy = RawSigner.of("clerk-seal").leafOnly().because(form + "; SỞ XÂY DỰNG").sign(DRAFT);

      var report = verify(copy);

      assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
      assertThat(report.signatures())
          .extracting(SignatureReport::role)
          .containsExactly(SignerRole.COPY);
      assertThat(report.sentence()).contains("ký xác nhận bản sao");
    }
    var person = RawSigner.of("leader").because("SAO Y; SỞ XÂY DỰNG").sign(DRAFT);
    assertThat(verify(person).signatures().get(0).role()).isEqualTo(SignerRole.LEADER);
  }

  @Test
  void an_annex_is_sealed_by_the_agency_alone() {
    var report = verify(RawSigner.of("clerk-seal").leafOnly().sign(DRAFT));

    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.sentence()).startsWith("Chữ ký số hợp lệ: cơ quan");
  }

  @Test
  void verifies_the_older_form_of_signatures_and_a_signature_with_the_leaf_certificate_only() {
    var report = verify(RawSigner.of("leader").leafOnly().sign(DRAFT));

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
  }

  @Test
  void does_not_decide_about_a_certificate_that_has_expired_since_and_is_not_time_stamped() {
    var signed =
        RawSigner.of("leader-expired").claiming(NOW.minus(Duration.ofDays(60))).sign(DRAFT);

    var report = verify(signed);

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INDETERMINATE);
    assertThat(report.reason()).startsWith("OUT_OF_BOUNDS");
  }

  @Test
  void refuses_a_signature_made_after_the_certificate_expired() {
    expectInvalid(RawSigner.of("leader-expired").sign(DRAFT), "EXPIRED");
  }

  @Test
  void refuses_a_signature_made_before_the_certificate_came_into_force() {
    expectInvalid(RawSigner.of("leader-not-yet-valid").sign(DRAFT), "NOT_YET_VALID");
  }

  @Test
  void refuses_a_signature_made_after_the_certificate_was_revoked() {
    expectInvalid(RawSigner.of("leader-revoked").sign(DRAFT), "REVOKED");
  }

  @Test
  void does_not_decide_about_a_revoked_signer_who_claims_to_have_signed_before() {
    var report =
        verify(RawSigner.of("leader-revoked").claiming(NOW.minus(Duration.ofDays(20))).sign(DRAFT));

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INDETERMINATE);
    assertThat(report.reason()).isEqualTo("REVOKED_NO_POE");
  }

  @Test
  void refuses_an_impostor_whose_issuer_has_the_same_name_as_ours() {
    expectInvalid(RawSigner.of("impostor-leader").sign(DRAFT), "ISSUER_IMPERSONATED");
    expectInvalid(RawSigner.of("impostor-leader").leafOnly().sign(DRAFT), "ISSUER_IMPERSONATED");
  }

  @Test
  void refuses_a_weak_key_and_a_weak_digest() {
    expectInvalid(RawSigner.of("leader-weak").sign(DRAFT), "CRYPTO_CONSTRAINTS_FAILURE");
    expectInvalid(
        RawSigner.of("leader").with("SHA1withRSA").sign(DRAFT), "CRYPTO_CONSTRAINTS_FAILURE");
  }

  @Test
  void accepts_pss_without_a_note_about_the_scheme() {
    var report = verify(RawSigner.of("leader").with("SHA256withRSAandMGF1").sign(DRAFT));

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.signatures().get(0).notes()).noneMatch(note -> note.contains("PKCS#1"));
  }

  @Test
  void refuses_a_certificate_that_is_not_meant_for_signing() {
    expectInvalid(RawSigner.of("leader-wrong-usage").sign(DRAFT), "CHAIN_CONSTRAINTS_FAILURE");
  }

  private static void expectInvalid(byte[] signed, String reason) {
    var report = verify(signed);

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
    assertThat(report.reason()).isEqualTo(reason);
  }

  @Test
  void does_not_decide_when_neither_ocsp_nor_crl_can_be_had() {
    var report = verify(ANCHORS, RevocationSource.none(), NOW.plusSeconds(60), sealed());

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INDETERMINATE);
    assertThat(report.signatures())
        .extracting(SignatureReport::verdict)
        .containsOnly(INDETERMINATE);
    assertThat(report.reason()).isEqualTo("TRY_LATER");
    assertThat(report.signatures().get(0).remedyVi()).contains("Kiểm tra lại");
  }

  @Test
  void does_not_take_a_stale_revocation_list_for_news() {
    var report =
        verify(
            ANCHORS,
            revocationAt(NOW.minus(Duration.ofDays(30))),
            NOW.plusSeconds(60),
            signingAt(NOW).sign(DRAFT, token("citizen")));

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INDETERMINATE);
  }

  @Test
  void does_not_decide_about_a_signer_of_an_unknown_authority() {
    var nobody = TrustAnchors.of(List.of(), List.of(), List.of());

    var report = verify(nobody, revocationAt(NOW), NOW.plusSeconds(60), sealed());

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).isEqualTo(INDETERMINATE);
    assertThat(report.reason()).isEqualTo("NO_CERTIFICATE_CHAIN_FOUND");
    assertThat(report.signatures())
        .extracting(SignatureReport::role)
        .containsOnly(SignerRole.UNKNOWN);
  }

  @Test
  void keeps_a_signature_valid_after_the_certificate_expired_when_it_was_time_stamped_before() {
    var signed = signingAt(NOW).sign(DRAFT, token("citizen"));
    var longTerm = LongTerm.extend(signed, NOW.plusSeconds(30));
    var later = NOW.plus(Duration.ofDays(3 * 365));

    var report = verify(ANCHORS, RevocationSource.none(), later, longTerm);

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.signatures().get(0).level()).startsWith("BASELINE_LT");
    assertThat(report.signatures().get(0).provenTime()).isPresent();
    assertThat(verifyAt(later, signed).verdict()).isEqualTo(INDETERMINATE);
  }

  @Test
  void finds_a_pdf_without_signature_not_signed() {
    assertThat(verify(DRAFT).verdict()).isEqualTo(UNSIGNED);
    assertThat(verify(World.reserved()).verdict()).isEqualTo(UNSIGNED);
    assertThat(verify(DRAFT).signatures()).isEmpty();
    assertThat(verify(DRAFT).sentence()).isEqualTo("Tệp không có chữ ký số.");
  }

  @Test
  void finds_files_that_cannot_carry_a_signature_not_signed() {
    assertThat(
            verify("Kính gửi Sở Xây dựng".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .verdict())
        .isEqualTo(UNSIGNED);
    assertThat(verify(DecisionPdf.sealImage()).reason()).isEqualTo("NO_SIGNATURE_FORMAT");
    assertThat(verify(new byte[0]).verdict()).isEqualTo(UNSIGNED);
  }

  @Test
  void finds_a_file_that_bears_nothing_but_time_stamps_not_signed() {
    var report = verify(LongTerm.stamp(DecisionPdf.draft(), World.NOW, "tsa"));

    assertThat(report.verdict()).as(report.summary()).isEqualTo(UNSIGNED);
    assertThat(report.reason()).isEqualTo("ONLY_TIMESTAMPS");
  }

  @Test
  void reads_a_file_whose_trailer_says_0_for_no_earlier_section() {
    var text = new String(DecisionPdf.draft(), java.nio.charset.StandardCharsets.ISO_8859_1);
    int end = text.lastIndexOf("/XRef") + "/XRef".length();
    var draft = text.substring(0, end) + "/Prev 0" + text.substring(end);
    assertThat(draft).contains("/XRef/Prev 0");
    var signed =
        RawSigner.of("citizen").sign(draft.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

    var report = verify(signed);

    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
  }

  @Test
  void shows_names_of_strangers_on_one_line_without_direction_marks() {
    var report =
        new VerifyDocument(ANCHORS, RevocationSource.none(), java.time.Clock.systemUTC())
            .verify("quye\u0302\u0301t\r\nđịnh\u202Efdp.pdf", new byte[0]);

    assertThat(report.fileName()).isEqualTo("quyếtđịnhfdp.pdf");
  }
}
