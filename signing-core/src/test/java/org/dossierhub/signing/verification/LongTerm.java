package org.dossierhub.signing.verification;

import eu.europa.esig.dss.alert.SilentOnStatusAlert;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.TimestampBinary;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.PAdESTimestampParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * Brings a signed PDF or XML to a higher level with the library alone, as any other program would.
 */
final class LongTerm {
  private LongTerm() {}

  static byte[] extend(byte[] pdf, Instant at) {
    return extend(pdf, SignatureLevel.PAdES_BASELINE_LT, at, "tsa");
  }

  /**
   * @param unit who stamps
   */
  static byte[] extend(byte[] pdf, SignatureLevel level, Instant at, String unit) {
    var service = new PAdESService(verifier(at));
    service.setTspSource(new InProcess(at, unit));
    var parameters = new PAdESSignatureParameters();
    parameters.setSignatureLevel(level);
    return DSSUtils.toByteArray(service.extendDocument(new InMemoryDocument(pdf), parameters));
  }

  /** Nobody's signature, a time-stamp over the document alone. */
  static byte[] stamp(byte[] pdf, Instant at, String unit) {
    var service = new PAdESService(verifier(at));
    service.setTspSource(new InProcess(at, unit));
    return DSSUtils.toByteArray(
        service.timestamp(new InMemoryDocument(pdf), new PAdESTimestampParameters()));
  }

  /** The same for XML. */
  static byte[] extendXml(byte[] xml, SignatureLevel level, Instant at, String unit) {
    var service = new XAdESService(verifier(at));
    service.setTspSource(new InProcess(at, unit));
    var parameters = new XAdESSignatureParameters();
    parameters.setSignatureLevel(level);
    return DSSUtils.toByteArray(service.extendDocument(new InMemoryDocument(xml), parameters));
  }

  private static CommonCertificateVerifier verifier(Instant at) {
    var trusted = new CommonTrustedCertificateSource();
    World.ANCHORS.all().forEach(anchor -> trusted.addCertificate(new CertificateToken(anchor)));
    var intermediates = new CommonCertificateSource();
    World.ANCHORS
        .intermediates()
        .forEach(ca -> intermediates.addCertificate(new CertificateToken(ca)));
    var verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setAdjunctCertSources(intermediates);
    verifier.setAIASource(null);
    verifier.setOcspSource(
        new OnlineOCSPSource(new RevocationLoader(World.revocationAt(at.plusSeconds(5)))));
    // whoever renews in eleven years looks at certificates that have ended
    verifier.setAlertOnExpiredCertificate(new SilentOnStatusAlert());
    verifier.setAlertOnInvalidTimestamp(new SilentOnStatusAlert());
    verifier.setAlertOnNoRevocationAfterBestSignatureTime(new SilentOnStatusAlert());
    return verifier;
  }

  private static final class InProcess implements TSPSource {
    private static final long serialVersionUID = 1;
    private final Instant at;
    private final String unit;

    InProcess(Instant at, String unit) {
      this.at = at;
      this.unit = unit;
    }

    @Override
    public TimestampBinary getTimeStampResponse(DigestAlgorithm algorithm, byte[] digest) {
      try {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        var request = generator.generate(new ASN1ObjectIdentifier(algorithm.getOid()), digest);
        var response =
            new TimeStampResponse(World.PKI.timestampAnswer(request.getEncoded(), at, unit));
        return new TimestampBinary(response.getTimeStampToken().getEncoded());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (TSPException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
