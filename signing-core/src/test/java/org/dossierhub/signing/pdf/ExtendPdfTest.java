package org.dossierhub.signing.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dossierhub.signing.pdf.SignPdfTest.refused;

import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.pades.validation.PAdESSignature;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.Verdict;
import org.dossierhub.signing.verification.VerifyDocument;
import org.junit.jupiter.api.Test;

class ExtendPdfTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final SignPdf SIGN = new SignPdf(CLOCK);
  private static final TrustAnchors ANCHORS =
      TrustAnchors.of(
          People.PKI.governmentAnchors(), People.PKI.publicAnchors(), People.PKI.intermediates());
  private static final TimestampAuthority TSA =
      request -> People.PKI.timestampAnswer(request, CLOCK.instant());
  private static final ExtendPdf EXTEND = new ExtendPdf(TSA, ANCHORS, new PkiAnswers(), CLOCK);

  /** Answers as the development PKI's server would. */
  private static final class PkiAnswers implements RevocationSource {
    @Override
    public Optional<byte[]> ocsp(URI responder, byte[] request) {
      return Optional.of(People.PKI.ocspAnswer(request, CLOCK.instant()));
    }

    @Override
    public Optional<byte[]> crl(URI distributionPoint) {
      var name = distributionPoint.getPath().replaceAll(".*/(.*)\\.crl", "$1");
      return Optional.of(People.PKI.crl(name, CLOCK.instant()));
    }
  }

  private static byte[] sealed() {
    var leader =
        SIGN.signAsLeader(
            ResultForm.reserve(DecisionPdf.draft(), ResultLayout.decision()),
            People.token("leader"),
            Optional.empty());
    return SIGN.sealAsAgency(
        ResultForm.fill(leader, "9/QĐ", LocalDate.of(2026, 11, 22)),
        People.token("clerk-seal"),
        Optional.empty());
  }

  private static List<AdvancedSignature> signatures(byte[] pdf) {
    var validator = new PDFDocumentValidator(new InMemoryDocument(pdf));
    validator.setCertificateVerifier(new CommonCertificateVerifier(true));
    return validator.getSignatures();
  }

  private static SignatureLevel level(AdvancedSignature signature) {
    return ((PAdESSignature) signature).getDataFoundUpToLevel();
  }

  @Test
  void a_time_stamp_fills_the_reserved_field_and_changes_no_byte_before_it() throws Exception {
    var sealed = sealed();
    var stamped = EXTEND.timestamp(sealed);

    assertThat(Arrays.copyOf(stamped, sealed.length)).isEqualTo(sealed);
    assertThat(signatures(stamped))
        .hasSize(2)
        .allSatisfy(
            signature -> assertThat(level(signature)).isEqualTo(SignatureLevel.PAdES_BASELINE_T));
    try (var before = Loader.loadPDF(sealed);
        var after = Loader.loadPDF(stamped)) {
      assertThat(after.getSignatureFields()).hasSameSizeAs(before.getSignatureFields());
      var stamp = after.getLastSignatureDictionary();
      assertThat(stamp.getSubFilter()).isEqualTo("ETSI.RFC3161");
      assertThat(stamp.getByteRange()[2] + stamp.getByteRange()[3]).isEqualTo(stamped.length);
    }
  }

  @Test
  void long_term_proofs_are_appended_and_every_signature_reaches_the_level() throws Exception {
    var stamped = EXTEND.timestamp(sealed());
    var extended = EXTEND.longTerm(stamped);

    assertThat(Arrays.copyOf(extended, stamped.length)).isEqualTo(stamped);
    assertThat(signatures(extended))
        .hasSize(2)
        .allSatisfy(
            signature -> assertThat(level(signature)).isEqualTo(SignatureLevel.PAdES_BASELINE_LT));
  }

  @Test
  void a_result_is_valid_sealed_and_stamped_and_with_its_proofs_for_later() throws Exception {
    var sealed = sealed();
    var stamped = EXTEND.timestamp(sealed);
    var proofs = EXTEND.longTerm(stamped);
    var verify = new VerifyDocument(ANCHORS, new PkiAnswers(), CLOCK);
    for (var result : List.of(sealed, stamped, proofs)) {
      var report = verify.verify("quyết định.pdf", result);
      assertThat(report.verdict()).as(report.sentence()).isEqualTo(Verdict.VALID);
      assertThat(report.signatures()).hasSize(2);
    }
  }

  @Test
  void a_citizens_signature_gets_a_time_stamp_of_its_own_and_its_proofs() throws Exception {
    var signed = SIGN.sign(DecisionPdf.draft(), People.token("citizen"));
    var extended = EXTEND.longTerm(signed);

    assertThat(Arrays.copyOf(extended, signed.length)).isEqualTo(signed);
    assertThat(level(signatures(extended).get(0))).isEqualTo(SignatureLevel.PAdES_BASELINE_LT);
  }

  @Test
  void refuses_files_without_signature_and_results_without_seal() {
    refused(CannotSign.Reason.NOT_SIGNED, () -> EXTEND.timestamp(DecisionPdf.draft()));
    var leader =
        SIGN.signAsLeader(
            ResultForm.reserve(DecisionPdf.draft(), ResultLayout.decision()),
            People.token("leader"),
            Optional.empty());
    refused(CannotSign.Reason.OUT_OF_ORDER, () -> EXTEND.timestamp(leader));
  }

  @Test
  void F24_an_authority_that_is_away_or_answers_something_else_is_a_delay() {
    var signed = SIGN.sign(DecisionPdf.draft(), People.token("citizen"));
    var away =
        new ExtendPdf(
            request -> {
              throw new IOException("no answer within 5 s");
            },
            ANCHORS,
            new PkiAnswers(),
            CLOCK);
    assertThatThrownBy(() -> away.timestamp(signed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no answer within 5 s");
    byte[][] earlier = new byte[1][];
    var replaying =
        new ExtendPdf(
            request -> {
              if (earlier[0] == null) {
                earlier[0] = TSA.timestamp(request);
              }
              return earlier[0];
            },
            ANCHORS,
            new PkiAnswers(),
            CLOCK);
    assertThatThrownBy(
            () -> {
              replaying.timestamp(signed);
              replaying.timestamp(signed);
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not fit the request");
    var garbage = new ExtendPdf(request -> new byte[] {1, 2, 3}, ANCHORS, new PkiAnswers(), CLOCK);
    assertThatThrownBy(() -> garbage.timestamp(signed)).isInstanceOf(IOException.class);
  }

  @Test
  void A15_a_time_stamp_of_a_foreign_authority_is_not_embedded() {
    var strangers =
        TrustAnchors.of(
            People.PKI.publicAnchors(), People.PKI.publicAnchors(), People.PKI.intermediates());
    var extend = new ExtendPdf(TSA, strangers, new PkiAnswers(), CLOCK);
    var signed = SIGN.sign(DecisionPdf.draft(), People.token("citizen"));
    assertThatThrownBy(() -> extend.timestamp(signed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not trusted");
  }

  @Test
  void F24_without_revocation_data_there_are_no_long_term_proofs_yet() {
    var extend = new ExtendPdf(TSA, ANCHORS, RevocationSource.none(), CLOCK);
    var signed = SIGN.sign(DecisionPdf.draft(), People.token("citizen"));
    assertThatThrownBy(() -> extend.longTerm(signed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not complete");
  }
}
