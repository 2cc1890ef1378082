package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.INVALID;
import static org.dossierhub.signing.verification.Verdict.REFUSED;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.token;

import eu.europa.esig.dss.asic.cades.ASiCWithCAdESSignatureParameters;
import eu.europa.esig.dss.asic.cades.signature.ASiCWithCAdESService;
import eu.europa.esig.dss.asic.xades.ASiCWithXAdESSignatureParameters;
import eu.europa.esig.dss.asic.xades.signature.ASiCWithXAdESService;
import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESCounterSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import eu.europa.esig.dss.xades.validation.XMLDocumentValidator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.ers.ERSArchiveTimeStampGenerator;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecordGenerator;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.token.SigningToken;
import org.junit.jupiter.api.Test;

/** The forms of signatures that neighbours and citizens send beside PAdES and enveloped XAdES. */
class MoreFormatsTest {
  private static final byte[] CONTENT = "Biên bản kiểm tra".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "Biên bản khác".getBytes(StandardCharsets.UTF_8);

  private static ValidationReport verify(byte[] file, byte[] content) {
    return verifyAt(NOW.plusSeconds(60), file, content);
  }

  private static ValidationReport verifyAt(Instant at, byte[] file, byte[] content) {
    return BothWays.verify(
        Policies.byHierarchy(),
        World.ANCHORS,
        World.revocationAt(at),
        false,
        file,
        Optional.ofNullable(content).map(bytes -> new DetachedContent("bien-ban.txt", bytes)),
        at);
  }

  private static SignatureValue signed(SigningToken token, byte[] toBeSigned) {
    var rsa = token.certificate().getPublicKey().getAlgorithm().equals("RSA");
    return new SignatureValue(
        rsa ? SignatureAlgorithm.RSA_SHA256 : SignatureAlgorithm.ECDSA_SHA256,
        token.sign(toBeSigned));
  }

  // ---- CMS

  @Test
  void a_detached_cms_signature_is_valid_with_its_content_and_invalid_with_another() {
    for (var name : List.of("company", "citizen")) {
      var cms = RawSigner.of(name).cms(CONTENT, false);

      var report = verify(cms, CONTENT);
      assertThat(report.signatures()).hasSize(1);
      assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
      assertThat(verify(cms, OTHER).verdict()).isEqualTo(INVALID);
      assertThat(verify(cms, null).reason()).isEqualTo("SIGNED_DATA_NOT_FOUND");
    }
  }

  @Test
  void pss_in_cms_is_valid() {
    var report =
        verify(RawSigner.of("citizen").with("SHA256withRSAandMGF1").cms(CONTENT, true), null);

    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
  }

  @Test
  void a16_asn1_that_lies_about_its_lengths_or_has_no_end_is_refused() throws Exception {
    var cms =
        new CMSSignedData(RawSigner.of("company").cms(CONTENT, true))
            .toASN1Structure()
            .getEncoded("DER");
    var longer = cms.clone();
    longer[3] = (byte) 0xFF;
    var nested = new byte[100_000];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    byte[] signedData = {0x06, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 7, 2};
    System.arraycopy(signedData, 0, nested, 2, signedData.length);
    nested[13] = 5; // NULL, to be even again
    nested[14] = 0;
    nested[15] = 0x30;
    nested[16] = (byte) 0x80;
    for (int i = 17; i + 1 < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }

    for (var file : List.of(longer, Arrays.copyOf(cms, cms.length / 2), nested)) {
      var report = verify(file, null);
      assertThat(report.verdict()).as(report.summary()).isEqualTo(REFUSED);
      assertThat(report.reason()).startsWith("ASN1_");
    }
  }

  // ---- XML

  private static byte[] xades(SignaturePackaging packaging, String name) {
    var signer = token(name);
    var service = new XAdESService(new CommonCertificateVerifier(true));
    var parameters = new XAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
    parameters.setSignaturePackaging(packaging);
    parameters.setSigningCertificate(new CertificateToken(signer.certificate()));
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(Date.from(NOW));
    var document = new InMemoryDocument(CONTENT, "bien-ban.txt");
    var value = signed(signer, service.getDataToSign(document, parameters).getBytes());
    return DSSUtils.toByteArray(service.signDocument(document, parameters, value));
  }

  @Test
  void an_enveloping_xml_signature_is_valid() {
    for (var name : List.of("citizen", "company")) {
      var report = verify(xades(SignaturePackaging.ENVELOPING, name), null);
      assertThat(report.signatures()).hasSize(1);
      assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    }
  }

  @Test
  void a_detached_xml_signature_is_valid_with_its_content_and_invalid_with_another() {
    var xml = xades(SignaturePackaging.DETACHED, "citizen");

    assertThat(verify(xml, CONTENT).verdict()).as(verify(xml, CONTENT).summary()).isEqualTo(VALID);
    assertThat(verify(xml, OTHER).verdict()).isEqualTo(INVALID);
    assertThat(verify(xml, null).verdict()).isEqualTo(INDETERMINATE);
  }

  @Test
  void a_counter_signature_is_reported_and_judged_too() {
    var xml = xades(SignaturePackaging.ENVELOPING, "citizen");
    var document = new InMemoryDocument(xml);
    var signer = token("leader");
    var service = new XAdESService(new CommonCertificateVerifier(true));
    var parameters = new XAdESCounterSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
    parameters.setSigningCertificate(new CertificateToken(signer.certificate()));
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(Date.from(NOW));
    parameters.setSignatureIdToCounterSign(
        new XMLDocumentValidator(document).getSignatures().get(0).getId());
    var value = signed(signer, service.getDataToBeCounterSigned(document, parameters).getBytes());
    var both = DSSUtils.toByteArray(service.counterSignSignature(document, parameters, value));

    assertThat(new String(both, StandardCharsets.UTF_8)).contains("CounterSignature");
    var report = verify(both, null);

    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.signatures()).extracting(SignatureReport::role).contains(SignerRole.LEADER);
  }

  // ---- containers

  private static byte[] containerWithCms(ASiCContainerType type, List<DSSDocument> files) {
    var signer = token("company");
    var service = new ASiCWithCAdESService(new CommonCertificateVerifier(true));
    var parameters = new ASiCWithCAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.CAdES_BASELINE_B);
    parameters.aSiC().setContainerType(type);
    parameters.setSigningCertificate(new CertificateToken(signer.certificate()));
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(Date.from(NOW));
    var value = signed(signer, service.getDataToSign(files, parameters).getBytes());
    return DSSUtils.toByteArray(service.signDocument(files, parameters, value));
  }

  private static byte[] simpleContainerWithXml() {
    var signer = token("citizen");
    var service = new ASiCWithXAdESService(new CommonCertificateVerifier(true));
    var parameters = new ASiCWithXAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
    parameters.aSiC().setContainerType(ASiCContainerType.ASiC_S);
    parameters.setSigningCertificate(new CertificateToken(signer.certificate()));
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(Date.from(NOW));
    List<DSSDocument> files = List.of(new InMemoryDocument(CONTENT, "bien-ban.txt"));
    var value = signed(signer, service.getDataToSign(files, parameters).getBytes());
    return DSSUtils.toByteArray(service.signDocument(files, parameters, value));
  }

  @Test
  void containers_of_both_types_with_cms_and_with_xml_are_valid() {
    List<DSSDocument> one = List.of(new InMemoryDocument(CONTENT, "bien-ban.txt"));
    List<DSSDocument> two =
        List.of(
            new InMemoryDocument(CONTENT, "bien-ban.txt"), new InMemoryDocument(OTHER, "b.txt"));
    for (var container :
        List.of(
            containerWithCms(ASiCContainerType.ASiC_S, one),
            containerWithCms(ASiCContainerType.ASiC_E, two),
            simpleContainerWithXml())) {
      var report = verify(container, null);
      assertThat(report.signatures()).hasSize(1);
      assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
      assertThat(report.uncovered()).isEmpty();
    }
  }

  // ---- evidence records

  private static byte[] evidence(byte[] content, Instant at) throws Exception {
    var digests = new JcaDigestCalculatorProviderBuilder().build();
    var generator =
        new ERSArchiveTimeStampGenerator(
            digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)));
    generator.addData(new ERSByteData(content));
    generator.addData(new ERSByteData(new byte[] {1}));
    generator.addData(new ERSByteData(new byte[] {2}));
    var requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    var request = generator.generateTimeStampRequest(requests);
    var answer = new TimeStampResponse(World.PKI.timestampAnswer(request.getEncoded(), at));
    var stamp = generator.generateArchiveTimeStamps(answer);
    for (var record : new ERSEvidenceRecordGenerator(digests).generate(stamp)) {
      if (record.isContaining(new ERSByteData(content), Date.from(at))) {
        return record.getEncoded();
      }
    }
    throw new IllegalStateException("No record for the content");
  }

  @Test
  void an_evidence_record_proves_its_content_at_the_time_of_its_first_time_stamp()
      throws Exception {
    var made = NOW.minus(Duration.ofHours(1));
    var record = evidence(CONTENT, made);

    var report = verify(record, CONTENT);

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.signatures().get(0).format()).isEqualTo("EvidenceRecord");
    assertThat(report.signatures().get(0).provenTime().orElseThrow())
        .isBetween(made.minusSeconds(5), made.plusSeconds(5));
    assertThat(verify(record, OTHER).verdict())
        .as(verify(record, OTHER).summary())
        .isEqualTo(INVALID);
    assertThat(verify(record, null).verdict()).isEqualTo(INDETERMINATE);
  }

  @Test
  void a_broken_evidence_record_does_not_pass() throws Exception {
    var record = evidence(CONTENT, NOW.minus(Duration.ofHours(1)));
    int digest = indexOf(record, HexFormat.of().parseHex(Sha256.of(CONTENT).hex()));
    for (int at : new int[] {digest, digest + 31, record.length - 10, record.length - 200}) {
      var broken = record.clone();
      broken[at] ^= 0x20;
      var report = verify(broken, CONTENT);
      assertThat(report.verdict()).as(at + ": " + report.summary()).isNotEqualTo(VALID);
    }
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new IllegalStateException("Not there");
  }
}
