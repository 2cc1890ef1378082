package org.dossierhub.signing.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xades.validation.XAdESSignature;
import eu.europa.esig.dss.xades.validation.XMLDocumentValidator;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.token.SigningToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class SignXmlTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final SignXml SIGN = new SignXml(Clock.systemUTC());

  static final byte[] MANIFEST =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- soạn bởi phần mềm một cửa -->
      <m:manifest xmlns:m="urn:test:manifest" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          id='1' created = "2026-11-22T08:00:00+07:00">
        <m:procedure>Cấp giấy phép xây dựng &amp; phụ lục</m:procedure>
        <m:part name="don.pdf" size="1024"/><![CDATA[<chữ>]]>
      </m:manifest>
      """
          .getBytes(StandardCharsets.UTF_8);

  static Pkcs12Token token(String name) {
    var identity = PKI.identity(name);
    return Pkcs12Token.of(identity.key(), identity.chain());
  }

  static SigningToken ellipticCurve() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return selfSigned(generator.generateKeyPair(), "SHA256withECDSA");
  }

  static SigningToken selfSigned(java.security.KeyPair pair, String algorithm) throws Exception {
    var name = new X500Principal("CN=Kiểm thử");
    var now = Instant.now();
    var certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        java.math.BigInteger.ONE,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                    .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())));
    PrivateKey key = pair.getPrivate();
    return Pkcs12Token.of(key, List.of(certificate));
  }

  @Test
  void what_is_signed_is_what_is_read_and_the_signature_is_gone_from_it() throws Exception {
    var token = token("agency-h99-21");
    var verified = VerifiedXml.read(SIGN.signEnveloped(MANIFEST, token));

    assertThat(verified.signer()).isEqualTo(token.certificate());
    assertThat(new String(verified.content(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            <m:manifest xmlns:m="urn:test:manifest" created="2026-11-22T08:00:00+07:00" id="1">
              <m:procedure>Cấp giấy phép xây dựng &amp; phụ lục</m:procedure>
              <m:part name="don.pdf" size="1024"></m:part>&lt;chữ&gt;
            </m:manifest>""");
  }

  @Test
  void the_document_around_the_signature_keeps_its_namespaces() throws Exception {
    var signed = new String(SIGN.signEnveloped(MANIFEST, token("hub-system")), "UTF-8");
    assertThat(signed).startsWith("<m:manifest xmlns:m=").contains("xmlns:xsi=");
    assertThat(signed).endsWith("</ds:Signature></m:manifest>");
  }

  @Test
  void elliptic_curve_keys_sign_too() throws Exception {
    var token = ellipticCurve();
    for (var i = 0; i < 20; i++) { // values of every length of r and s
      var verified = VerifiedXml.read(SIGN.signEnveloped(MANIFEST, token));
      assertThat(verified.signer()).isEqualTo(token.certificate());
    }
    assertThat(validByThePlatform(SIGN.signEnveloped(MANIFEST, token), token.certificate()))
        .isTrue();
  }

  @Test
  void dss_finds_one_intact_baseline_b_signature() {
    var validator =
        new XMLDocumentValidator(
            new InMemoryDocument(SIGN.signEnveloped(MANIFEST, token("hub-system"))));
    validator.setCertificateVerifier(new CommonCertificateVerifier(true));
    assertThat(validator.getSignatures()).hasSize(1);
    var signature = (XAdESSignature) validator.getSignatures().get(0);
    signature.checkSignatureIntegrity();
    assertThat(signature.getSignatureCryptographicVerification().isSignatureValid()).isTrue();
    assertThat(signature.getDataFoundUpToLevel()).isEqualTo(SignatureLevel.XAdES_BASELINE_B);
  }

  @Test
  void the_platforms_own_validation_agrees() throws Exception {
    var token = token("hub-system");
    var signed = SIGN.signEnveloped(MANIFEST, token);
    assertThat(validByThePlatform(signed, token.certificate())).isTrue();
    var changed = new String(signed, StandardCharsets.UTF_8).replace("1024", "1025");
    assertThat(validByThePlatform(changed.getBytes(StandardCharsets.UTF_8), token.certificate()))
        .isFalse();
  }

  static boolean validByThePlatform(byte[] signed, X509Certificate signer) throws Exception {
    var document =
        DocumentBuilderFactory.newDefaultNSInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(signed));
    var signature = document.getElementsByTagNameNS(Xml.DSIG, "Signature").item(0);
    var context =
        new DOMValidateContext(KeySelector.singletonKeySelector(signer.getPublicKey()), signature);
    context.setProperty("org.jcp.xml.dsig.secureValidation", true);
    var properties =
        (Element) document.getElementsByTagNameNS(Xml.XADES, "SignedProperties").item(0);
    context.setIdAttributeNS(properties, null, "Id");
    return XMLSignatureFactory.getInstance("DOM", "XMLDSig")
        .unmarshalXMLSignature(context)
        .validate(context);
  }

  @Test
  void xmlsec1_verifies_it(@TempDir Path folder) throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "xmlsec1"))),
        "xmlsec1 is not installed");
    var identity = PKI.identity("hub-system");
    var file =
        Files.write(
            folder.resolve("signed.xml"), SIGN.signEnveloped(MANIFEST, token("hub-system")));
    var key =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                    .encodeToString(identity.chain().get(0).getPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n");
    var process =
        new ProcessBuilder(
                "xmlsec1",
                "--verify",
                "--pubkey-pem",
                key.toString(),
                "--id-attr:Id",
                Xml.XADES + ":SignedProperties",
                file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains("SignedInfo References (ok/all): 2/2");
  }

  @Test
  void refuses_what_is_signed_already_or_cannot_be_read_back() {
    var token = token("hub-system");
    var signed = SIGN.signEnveloped(MANIFEST, token);
    assertThatThrownBy(() -> SIGN.signEnveloped(signed, token))
        .hasMessageContaining("has a signature already");
    for (var bad :
        List.of("<a>", "<!DOCTYPE a><a/>", "<a/><?php x?>", "", "<a xmlns:p='u'>&x;</a>")) {
      assertThatThrownBy(() -> SIGN.signEnveloped(bad.getBytes(StandardCharsets.UTF_8), token))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refuses_a_certificate_that_is_not_in_force() {
    assertThatThrownBy(() -> SIGN.signEnveloped(MANIFEST, token("leader-expired")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in force");
  }
}
