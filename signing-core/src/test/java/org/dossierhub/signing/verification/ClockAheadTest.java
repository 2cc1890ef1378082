package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.ANCHORS;
import static org.dossierhub.signing.verification.World.NOW;

import eu.europa.esig.dss.enumerations.SignatureLevel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.ers.ERSArchiveTimeStampGenerator;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.bouncycastle.tsp.ers.ERSEvidenceRecordGenerator;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.xml.SignXml;
import org.junit.jupiter.api.Test;

/**
 * What was signed today, judged in 1, 5 and 15 years. The signer's certificate ends in 3 years,
 * that of the time-stamping unit in 12, its authority in 14; a second unit lasts longer.
 * Authorities still answer, except where a test says otherwise.
 */
class ClockAheadTest {
  private static final Instant IN_1_YEAR = NOW.plus(Duration.ofDays(365));
  private static final Instant IN_5_YEARS = NOW.plus(Duration.ofDays(5 * 365 + 1));
  private static final Instant IN_11_YEARS = NOW.plus(Duration.ofDays(11 * 365 + 3));
  private static final Instant IN_15_YEARS = NOW.plus(Duration.ofDays(15 * 365 + 4));

  private static final byte[] PDF =
      World.signingAt(NOW).sign(DecisionPdf.draft(), World.token("leader"));
  private static final byte[] XML =
      new SignXml(Clock.fixed(NOW, ZoneOffset.UTC))
          .signEnveloped(
              "<hoSo>Đơn đề nghị</hoSo>".getBytes(StandardCharsets.UTF_8), World.token("leader"));

  private interface Form {
    byte[] at(String level, Instant when, String unit, byte[] file);
  }

  private static byte[] pdf(String level, Instant when, String unit, byte[] file) {
    return LongTerm.extend(file, SignatureLevel.valueOf("PAdES_BASELINE_" + level), when, unit);
  }

  private static byte[] xml(String level, Instant when, String unit, byte[] file) {
    return LongTerm.extendXml(file, SignatureLevel.valueOf("XAdES_BASELINE_" + level), when, unit);
  }

  @Test
  void pades_at_each_level_says_in_years_what_it_can_prove() {
    judged(PDF, ClockAheadTest::pdf);
  }

  @Test
  void xades_at_each_level_says_in_years_what_it_can_prove() {
    judged(XML, ClockAheadTest::xml);
  }

  private static void judged(byte[] signed, Form form) {
    var soon = NOW.plusSeconds(30);
    var t = form.at("T", soon, "tsa", signed);
    var lt = form.at("LT", soon, "tsa", signed);
    var lta = form.at("LTA", soon, "tsa", signed);
    var renewed = form.at("LTA", IN_11_YEARS, "tsa-next", lta);

    // while the certificate lasts, everything is as it was
    for (var file : List.of(signed, t, lt, lta)) {
      expect(VALID, IN_1_YEAR, file);
    }
    // then nothing proves that the signature is older than the end of its certificate
    expect(INDETERMINATE, IN_5_YEARS, signed);
    expect(INDETERMINATE, IN_15_YEARS, signed);
    // the time is proved, but not that the certificate was not revoked: its issuer need not say so
    // any more
    assertThat(report(IN_5_YEARS, t).verdict()).isNotEqualTo(Verdict.INVALID);
    expect(VALID, IN_5_YEARS, lt);
    expect(VALID, IN_5_YEARS, lta);
    // the time-stamp itself has aged: who did not renew it cannot prove its time
    expect(INDETERMINATE, IN_15_YEARS, t);
    expect(INDETERMINATE, IN_15_YEARS, lt);
    expect(INDETERMINATE, IN_15_YEARS, lta);
    expect(VALID, IN_15_YEARS, renewed);
    assertThat(report(IN_15_YEARS, renewed).signatures().get(0).provenTime().orElseThrow())
        .isBefore(NOW.plusSeconds(120));
    // and when nobody is there to be asked about the signer any more
    var alone =
        BothWays.verify(
            Policies.byHierarchy(),
            ANCHORS,
            RevocationSource.none(),
            false,
            lta,
            Optional.empty(),
            IN_5_YEARS);
    assertThat(alone.verdict()).as(alone.summary()).isIn(VALID, INDETERMINATE);
  }

  @Test
  void an_evidence_record_says_in_years_what_it_can_prove() throws Exception {
    var content = "Biên bản".getBytes(StandardCharsets.UTF_8);
    var record = evidence(content, NOW);
    var request = record.generateTimeStampRenewalRequest(requests());
    var renewed =
        record.renewTimeStamp(
            new TimeStampResponse(
                World.PKI.timestampAnswer(request.getEncoded(), IN_11_YEARS, "tsa-next")));

    for (var at : List.of(IN_1_YEAR, IN_5_YEARS)) {
      assertThat(about(at, record.getEncoded(), content).verdict()).isEqualTo(VALID);
    }
    var aged = about(IN_15_YEARS, record.getEncoded(), content);
    assertThat(aged.verdict()).as(aged.summary()).isEqualTo(INDETERMINATE);
    var kept = about(IN_15_YEARS, renewed.getEncoded(), content);
    assertThat(kept.verdict()).as(kept.summary()).isNotEqualTo(Verdict.INVALID);
    assertThat(kept.signatures().get(0).provenTime().orElseThrow()).isBefore(NOW.plusSeconds(120));
  }

  private static TimeStampRequestGenerator requests() {
    var requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    return requests;
  }

  private static ERSEvidenceRecord evidence(byte[] content, Instant at) throws Exception {
    var digests = new JcaDigestCalculatorProviderBuilder().build();
    var generator =
        new ERSArchiveTimeStampGenerator(
            digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)));
    generator.addData(new ERSByteData(content));
    var request = generator.generateTimeStampRequest(requests());
    var answer = new TimeStampResponse(World.PKI.timestampAnswer(request.getEncoded(), at));
    return new ERSEvidenceRecordGenerator(digests)
        .generate(generator.generateArchiveTimeStamps(answer))
        .get(0);
  }

  private static ValidationReport about(Instant at, byte[] record, byte[] content) {
    return BothWays.verify(
        Policies.byHierarchy(),
        ANCHORS,
        World.revocationAt(at),
        false,
        record,
        Optional.of(new DetachedContent("bien-ban.txt", content)),
        at);
  }

  private static ValidationReport report(Instant at, byte[] file) {
    return World.verifyAt(at, file);
  }

  private static void expect(Verdict verdict, Instant at, byte[] file) {
    var report = report(at, file);

    assertThat(report.signatures()).as(report.summary()).hasSize(1);
    assertThat(report.verdict()).as(at + ": " + report.summary()).isEqualTo(verdict);
  }
}
