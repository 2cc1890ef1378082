package org.dossierhub.signing.verification;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.TimestampBinary;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** Brings a signed PDF to baseline LT with the library alone, as any other program would. */
final class LongTerm {
  private LongTerm() {}

  static byte[] extend(byte[] pdf, Instant at) {
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
    var service = new PAdESService(verifier);
    service.setTspSource(new InProcess(at));
    var parameters = new PAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_LT);
    return DSSUtils.toByteArray(service.extendDocument(new InMemoryDocument(pdf), parameters));
  }

  private static final class InProcess implements TSPSource {
    private static final long serialVersionUID = 1;
    private final Instant at;

    InProcess(Instant at) {
      this.at = at;
    }

    @Override
    public TimestampBinary getTimeStampResponse(DigestAlgorithm algorithm, byte[] digest) {
      try {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        var request = generator.generate(new ASN1ObjectIdentifier(algorithm.getOid()), digest);
        var response = new TimeStampResponse(World.PKI.timestampAnswer(request.getEncoded(), at));
        return new TimestampBinary(response.getTimeStampToken().getEncoded());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (TSPException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
