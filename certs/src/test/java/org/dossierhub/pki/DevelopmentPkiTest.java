package org.dossierhub.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Test;

class DevelopmentPkiTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final Instant NOW = Instant.now();

  @Test
  void people_of_both_hierarchies_chain_to_their_own_anchors_and_not_to_the_others()
      throws Exception {
    assertThat(chains("leader", PKI.governmentAnchors())).isTrue();
    assertThat(chains("clerk-seal", PKI.governmentAnchors())).isTrue();
    assertThat(chains("tsa", PKI.governmentAnchors())).isTrue();
    assertThat(chains("citizen", PKI.publicAnchors())).isTrue();
    assertThat(chains("company", PKI.publicAnchors())).isTrue();
    assertThat(chains("hub-tls", PKI.tlsAnchors())).isTrue();
    assertThat(chains("agency-h99-21", PKI.tlsAnchors())).isTrue();

    assertThat(chains("leader", PKI.publicAnchors())).isFalse();
    assertThat(chains("citizen", PKI.governmentAnchors())).isFalse();
    assertThat(chains("hub-tls", PKI.governmentAnchors())).isFalse();
  }

  @Test
  void an_impostor_has_every_name_and_number_of_the_genuine_one_and_another_key() throws Exception {
    for (var pair :
        List.of(List.of("impostor", "agency-h99-21"), List.of("impostor-leader", "leader"))) {
      var impostor = PKI.identity(pair.get(0)).certificate();
      var genuine = PKI.identity(pair.get(1)).certificate();

      assertThat(impostor.getSubjectX500Principal()).isEqualTo(genuine.getSubjectX500Principal());
      assertThat(impostor.getIssuerX500Principal()).isEqualTo(genuine.getIssuerX500Principal());
      assertThat(impostor.getSerialNumber()).isEqualTo(genuine.getSerialNumber());
      assertThat(impostor.getPublicKey()).isNotEqualTo(genuine.getPublicKey());
      assertThat(chains(pair.get(0), PKI.governmentAnchors())).isFalse();
      assertThat(chains(pair.get(0), PKI.tlsAnchors())).isFalse();
    }
  }

  @Test
  void each_broken_identity_is_wrong_in_its_one_way() throws Exception {
    assertThat(PKI.identity("leader-expired").certificate().getNotAfter()).isBefore(Date.from(NOW));
    assertThat(PKI.identity("leader-not-yet-valid").certificate().getNotBefore())
        .isAfter(Date.from(NOW));
    assertThat(
            ((RSAPublicKey) PKI.identity("leader-weak").certificate().getPublicKey())
                .getModulus()
                .bitLength())
        .isEqualTo(1024);
    var usage = PKI.identity("leader-wrong-usage").certificate().getKeyUsage();
    assertThat(usage[0]).as("digitalSignature").isFalse();
    assertThat(usage[1]).as("nonRepudiation").isFalse();
    assertThat(status("leader-revoked", NOW)).isInstanceOf(RevokedStatus.class);
  }

  @Test
  void a_certificate_says_who_issued_it_and_where_to_ask_about_it() throws Exception {
    var leader = new JcaX509CertificateHolder(PKI.identity("leader").certificate());

    assertThat(leader.getExtension(Extension.subjectKeyIdentifier)).isNotNull();
    assertThat(leader.getExtension(Extension.authorityKeyIdentifier)).isNotNull();
    assertThat(leader.getExtension(Extension.cRLDistributionPoints).getParsedValue().toString())
        .contains(text("http://pki.test/crl/government-agencies.crl"));
    assertThat(leader.getExtension(Extension.authorityInfoAccess).getParsedValue().toString())
        .contains(text("http://pki.test/ocsp"), text("http://pki.test/ca/government-agencies.crt"));
    assertThat(leader.getExtension(Extension.basicConstraints).isCritical()).isTrue();
    assertThat(PKI.identity("leader").certificate().getKeyUsage()).startsWith(true, true, false);
  }

  @Test
  void the_time_stamping_certificate_has_its_one_purpose_critical() throws Exception {
    var tsa = PKI.identity("tsa").certificate();

    assertThat(tsa.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.8");
    assertThat(tsa.getCriticalExtensionOIDs()).contains("2.5.29.37");
  }

  @Test
  void subjects_carry_vietnamese_names_and_several_identifiers_in_either_form() throws Exception {
    assertThat(values("leader", "CN")).containsExactly("Nguyễn Thị Minh An");
    assertThat(values("leader", "OU")).containsExactly("SỞ XÂY DỰNG", "BAN GIÁM ĐỐC");
    assertThat(values("clerk-seal", "UID")).containsExactly("MST:9900000008", "MNS:1990008");
    assertThat(values("citizen", "UID"))
        .containsExactlyInAnyOrder("CCCD:099199000001", "MST:9912345678");

    var citizen =
        X500Name.getInstance(
            PKI.identity("citizen").certificate().getSubjectX500Principal().getEncoded());
    assertThat(citizen.getRDNs(BCStyle.UID))
        .as("both in one relative distinguished name")
        .hasSize(1);
    var seal =
        X500Name.getInstance(
            PKI.identity("clerk-seal").certificate().getSubjectX500Principal().getEncoded());
    assertThat(seal.getRDNs(BCStyle.UID)).as("one after the other").hasSize(2);
  }

  @Test
  void the_revoked_one_is_on_the_list_and_nobody_else() throws Exception {
    var list = crl("government-agencies", NOW);

    list.verify(PKI.identity("government-agencies").certificate().getPublicKey());
    assertThat(list.getRevokedCertificates())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.getSerialNumber())
                  .isEqualTo(PKI.identity("leader-revoked").certificate().getSerialNumber());
              assertThat(entry.getRevocationReason())
                  .isEqualTo(java.security.cert.CRLReason.KEY_COMPROMISE);
            });
    assertThat(list.getThisUpdate()).isBeforeOrEqualTo(Date.from(NOW));
    assertThat(list.getNextUpdate()).isAfter(Date.from(NOW));
  }

  @Test
  void before_the_revocation_the_list_was_empty_and_the_responder_said_good() throws Exception {
    var before = NOW.minus(Duration.ofDays(30));

    assertThat(crl("government-agencies", before).getRevokedCertificates()).isNull();
    assertThat(status("leader-revoked", before)).isEqualTo(CertificateStatus.GOOD);
  }

  @Test
  void the_responder_answers_good_revoked_and_unknown() throws Exception {
    assertThat(status("leader", NOW)).isEqualTo(CertificateStatus.GOOD);
    assertThat(status("citizen", NOW)).isEqualTo(CertificateStatus.GOOD);
    assertThat(status("government-agencies", NOW)).isEqualTo(CertificateStatus.GOOD);
    assertThat(status("leader-revoked", NOW)).isInstanceOf(RevokedStatus.class);
    assertThat(
            ask(PKI.identity("government-agencies").certificate(), BigInteger.TEN, NOW)
                .getResponses()[0]
                .getCertStatus())
        .isInstanceOf(UnknownStatus.class);
  }

  @Test
  void an_ocsp_answer_is_signed_by_the_delegated_responder_of_that_authority_and_repeats_the_nonce()
      throws Exception {
    var leader = PKI.identity("leader");
    var answer = ask(leader.chain().get(1), leader.certificate().getSerialNumber(), NOW);

    var responder = answer.getCerts()[0];
    assertThat(
            responder.isSignatureValid(
                new JcaContentVerifierProviderBuilder().build(leader.chain().get(1))))
        .isTrue();
    assertThat(answer.isSignatureValid(new JcaContentVerifierProviderBuilder().build(responder)))
        .isTrue();
    assertThat(responder.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck)).isNotNull();
    assertThat(
            answer
                .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                .getExtnValue()
                .getOctets())
        .isEqualTo(new DEROctetString(NONCE).getEncoded());
  }

  @Test
  void the_responder_does_not_answer_for_an_impostor_with_the_same_name() throws Exception {
    var impostor = PKI.identity("impostor");

    var refused =
        new OCSPResp(
            PKI.ocspAnswer(
                request(impostor.chain().get(1), impostor.certificate().getSerialNumber()), NOW));

    assertThat(refused.getStatus()).isEqualTo(OCSPResp.UNAUTHORIZED);
  }

  @Test
  void rubbish_is_answered_with_the_error_of_the_standard() throws Exception {
    assertThat(new OCSPResp(PKI.ocspAnswer("rubbish".getBytes(), NOW)).getStatus())
        .isEqualTo(OCSPResp.MALFORMED_REQUEST);
    assertThat(
            new TimeStampResponse(PKI.timestampAnswer("rubbish".getBytes(), NOW))
                .getTimeStampToken())
        .isNull();
  }

  @Test
  void a_time_stamp_verifies_and_tells_the_time_it_was_asked_at() throws Exception {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    var request = generator.generate(TSPAlgorithms.SHA256, new byte[32], BigInteger.valueOf(42));
    var then = Instant.parse("2026-01-02T03:04:05Z");

    var response = new TimeStampResponse(PKI.timestampAnswer(request.getEncoded(), then));

    response.validate(request);
    var token = response.getTimeStampToken();
    token.validate(
        new JcaSimpleSignerInfoVerifierBuilder().build(PKI.identity("tsa").certificate()));
    assertThat(token.getTimeStampInfo().getGenTime()).isEqualTo(Date.from(then));
    assertThat(token.getTimeStampInfo().getNonce()).isEqualTo(42);
  }

  @Test
  void a_time_stamp_over_sha_1_is_rejected() throws Exception {
    var request = new TimeStampRequestGenerator().generate(TSPAlgorithms.SHA1, new byte[20]);

    var response = new TimeStampResponse(PKI.timestampAnswer(request.getEncoded(), NOW));

    assertThat(response.getTimeStampToken()).isNull();
    assertThat(response.getFailInfo().intValue())
        .isEqualTo(org.bouncycastle.asn1.cmp.PKIFailureInfo.badAlg);
  }

  @Test
  void an_unknown_name_is_answered_with_the_known_ones() {
    assertThatThrownBy(() -> PKI.identity("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody")
        .hasMessageContaining("leader-revoked");
  }

  @Test
  void nobody_shares_a_serial_number_except_the_impostors() {
    var serials =
        PKI.names().stream()
            .filter(name -> !name.startsWith("impostor"))
            .map(name -> PKI.identity(name).certificate().getSerialNumber())
            .collect(Collectors.toList());

    assertThat(serials)
        .doesNotHaveDuplicates()
        .allMatch(s -> s.signum() > 0 && s.bitLength() > 120);
  }

  @Test
  void an_identity_printed_in_a_log_shows_no_key() {
    assertThat(PKI.identity("leader").toString())
        .contains("leader", "Minh An")
        .doesNotContain("key");
  }

  private static final byte[] NONCE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

  private static CertificateStatus status(String name, Instant at) throws Exception {
    var identity = PKI.identity(name);
    return ask(identity.chain().get(1), identity.certificate().getSerialNumber(), at)
        .getResponses()[0]
        .getCertStatus();
  }

  private static BasicOCSPResp ask(X509Certificate issuer, BigInteger serial, Instant at)
      throws Exception {
    var response = new OCSPResp(PKI.ocspAnswer(request(issuer, serial), at));
    assertThat(response.getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
    return (BasicOCSPResp) response.getResponseObject();
  }

  private static byte[] request(X509Certificate issuer, BigInteger serial) throws Exception {
    var digests = new JcaDigestCalculatorProviderBuilder().build();
    return new OCSPReqBuilder()
        .addRequest(
            new CertificateID(
                digests.get(CertificateID.HASH_SHA1), new JcaX509CertificateHolder(issuer), serial))
        .setRequestExtensions(
            new Extensions(
                new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                    false,
                    new DEROctetString(NONCE).getEncoded())))
        .build()
        .getEncoded();
  }

  private static X509CRL crl(String authority, Instant at) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(PKI.crl(authority, at)));
  }

  private static boolean chains(String name, Collection<X509Certificate> anchors) throws Exception {
    var chain = PKI.identity(name).chain();
    var path =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(chain.subList(0, chain.size() - 1));
    var parameters =
        new PKIXParameters(
            anchors.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet()));
    parameters.setRevocationEnabled(false);
    try {
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return true;
    } catch (java.security.cert.CertPathValidatorException e) {
      return false;
    }
  }

  private static List<String> values(String name, String attribute) {
    var subject =
        X500Name.getInstance(
            PKI.identity(name).certificate().getSubjectX500Principal().getEncoded());
    var type = BCStyle.INSTANCE.attrNameToOID(attribute);
    return java.util.Arrays.stream(subject.getRDNs(type))
        .flatMap(rdn -> java.util.Arrays.stream(rdn.getTypesAndValues()))
        .filter(a -> a.getType().equals(type))
        .map(a -> IETFUtils.valueToString(a.getValue()))
        .toList();
  }

  private static String text(String uri) {
    return "#" + org.bouncycastle.util.encoders.Hex.toHexString(uri.getBytes());
  }
}
