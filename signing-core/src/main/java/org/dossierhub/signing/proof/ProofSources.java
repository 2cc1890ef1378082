package org.dossierhub.signing.proof;

import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.verification.RevocationLoader;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;

/**
 * Supplies whoever adds proofs to a signature with checked time-stamps, and with certificates and
 * revocation data from the declared sources only. Safe for use by many threads.
 */
public final class ProofSources {
  private final TimestampAuthority authority;
  private final TrustAnchors anchors;
  private final RevocationSource revocation;

  public ProofSources(
      TimestampAuthority authority, TrustAnchors anchors, RevocationSource revocation) {
    this.authority = authority;
    this.anchors = anchors;
    this.revocation = revocation;
  }

  public TSPSource timestamps() {
    return new CheckedTimestamps(authority, anchors);
  }

  /** One per operation: DSS keeps what it found in it. */
  public CertificateVerifier verifier() {
    var trusted = new CommonTrustedCertificateSource();
    anchors.all().forEach(anchor -> trusted.addCertificate(new CertificateToken(anchor)));
    var between = new CommonCertificateSource();
    anchors
        .intermediates()
        .forEach(certificate -> between.addCertificate(new CertificateToken(certificate)));
    var verifier = new CommonCertificateVerifier(true); // nothing is fetched by AIA
    verifier.setTrustedCertSources(trusted);
    verifier.setAdjunctCertSources(between);
    var loader = new RevocationLoader(revocation);
    verifier.setOcspSource(new OnlineOCSPSource(loader));
    verifier.setCrlSource(new OnlineCRLSource(loader));
    return verifier;
  }
}
