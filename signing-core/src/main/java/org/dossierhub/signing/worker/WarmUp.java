package org.dossierhub.signing.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.verification.PolicyProfile;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.VerifyDocument;
import org.dossierhub.signing.xml.SignXml;

/**
 * Lets a new worker examine samples that it signs itself with a key of its own, so that the first
 * stranger's file does not wait for the libraries to be loaded.
 */
final class WarmUp {
  void examine(int rounds) {
    try {
      var key = newKey();
      var certificate = certificate(key);
      var clock = Clock.systemUTC();
      var verify =
          new VerifyDocument(
              PolicyProfile.VN_GOV_2025,
              TrustAnchors.of(List.of(certificate), List.of(), List.of()),
              RevocationSource.none(),
              clock);
      try (var token = Pkcs12Token.of(key.getPrivate(), List.of(certificate))) {
        var pdf = new SignPdf(clock).sign(page(), token);
        var xml = new SignXml(clock).signEnveloped("<a/>".getBytes(StandardCharsets.UTF_8), token);
        for (int i = 0; i < rounds; i++) {
          verify.verify("sample.pdf", pdf);
          verify.verify("sample.xml", xml);
        }
      }
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("The platform does not sign with P-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException("A page cannot be written to memory", e);
    }
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(KeyPair key)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var name = new X500Name("CN=sample");
    var now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofHours(1))),
            name,
            key.getPublic());
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static byte[] page() throws IOException {
    try (var document = new PDDocument()) {
      document.addPage(new PDPage());
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }
}
