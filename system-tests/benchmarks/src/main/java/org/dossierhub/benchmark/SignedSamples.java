package org.dossierhub.benchmark;

import eu.europa.esig.dss.cades.CAdESSignatureParameters;
import eu.europa.esig.dss.cades.signature.CAdESService;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.TimestampBinary;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.signature.AbstractSignatureParameters;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.pdf.ExtendPdf;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.xml.SignXml;

/** The files that are verified, made anew for every run with the keys of the development PKI. */
final class SignedSamples {
  private static final List<String> SIGNERS =
      List.of("leader", "clerk-seal", "one-stop-officer", "citizen");

  private final DevelopmentPki pki;
  private final TrustAnchors anchors;
  private final Instant signed;

  SignedSamples(DevelopmentPki pki, TrustAnchors anchors, Instant signed) {
    this.pki = pki;
    this.anchors = anchors;
    this.signed = signed;
  }

  private Pkcs12Token token(String name) {
    var identity = pki.identity(name);
    return Pkcs12Token.of(identity.key(), identity.chain());
  }

  byte[] pades(byte[] pdf) {
    return new SignPdf(Clock.fixed(signed, ZoneOffset.UTC)).sign(pdf, token("leader"));
  }

  /** One after the other, by four signers in turns. */
  byte[] pades(byte[] pdf, int signatures) {
    var result = pdf;
    for (int i = 0; i < signatures; i++) {
      var clock = Clock.fixed(signed.plus(Duration.ofMinutes(i)), ZoneOffset.UTC);
      result = new SignPdf(clock).sign(result, token(SIGNERS.get(i % SIGNERS.size())));
    }
    return result;
  }

  byte[] longTerm(byte[] pades) throws IOException {
    var stamped = signed.plusSeconds(60);
    var proven = signed.plusSeconds(90);
    return new ExtendPdf(
            request -> pki.timestampAnswer(request, stamped),
            anchors,
            new Authorities(pki, proven),
            Clock.fixed(proven, ZoneOffset.UTC))
        .longTerm(pades);
  }

  byte[] xadesLongTerm(CommonCertificateVerifier verifier) {
    var xml = new StringBuilder("<hoSo xmlns=\"urn:example:ho-so\">");
    for (int i = 0; xml.length() < 20_000; i++) {
      xml.append("<giayTo so=\"").append(i).append("\">Đơn đề nghị cấp giấy phép</giayTo>");
    }
    xml.append("</hoSo>");
    var enveloped =
        new SignXml(Clock.fixed(signed, ZoneOffset.UTC))
            .signEnveloped(xml.toString().getBytes(StandardCharsets.UTF_8), token("leader"));
    var parameters = new XAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_LT);
    var service = new XAdESService(verifier);
    service.setTspSource(new InProcess());
    return DSSUtils.toByteArray(
        service.extendDocument(new InMemoryDocument(enveloped, "ho-so.xml"), parameters));
  }

  byte[] cades(CommonCertificateVerifier verifier) {
    var content = new byte[100_000];
    new Random(2026).nextBytes(content);
    var parameters = new CAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.CAdES_BASELINE_B);
    parameters.setSignaturePackaging(SignaturePackaging.ENVELOPING);
    signer(parameters, "leader");
    var service = new CAdESService(verifier);
    var document = new InMemoryDocument(content, "content.bin");
    var value = value("leader", service.getDataToSign(document, parameters).getBytes());
    return DSSUtils.toByteArray(service.signDocument(document, parameters, value));
  }

  private void signer(AbstractSignatureParameters<?> parameters, String name) {
    var chain = pki.identity(name).chain();
    parameters.setSigningCertificate(new CertificateToken(chain.get(0)));
    parameters.setCertificateChain(chain.stream().map(CertificateToken::new).toList());
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(Date.from(signed));
  }

  private SignatureValue value(String name, byte[] toBeSigned) {
    return new SignatureValue(SignatureAlgorithm.RSA_SHA256, token(name).sign(toBeSigned));
  }

  private final class InProcess implements TSPSource {
    private static final long serialVersionUID = 1;

    @Override
    public TimestampBinary getTimeStampResponse(DigestAlgorithm algorithm, byte[] digest) {
      try {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        var request = generator.generate(new ASN1ObjectIdentifier(algorithm.getOid()), digest);
        var response =
            new TimeStampResponse(
                pki.timestampAnswer(request.getEncoded(), signed.plusSeconds(60)));
        return new TimestampBinary(response.getTimeStampToken().getEncoded());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (TSPException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
