package org.dossierhub.benchmark;

import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.spi.client.http.DataLoader;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import org.dossierhub.pki.DevelopmentPki;

/**
 * DSS as its cookbook uses it: default policy, all four reports. Same anchors and same answers of
 * the authorities as the hub has; certificates are not fetched.
 */
final class NaiveDss {
  private final CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
  private final CommonCertificateSource intermediates = new CommonCertificateSource();
  private final DataLoader loader;

  NaiveDss(DevelopmentPki pki, DataLoader loader) {
    pki.governmentAnchors().forEach(anchor -> trusted.addCertificate(new CertificateToken(anchor)));
    pki.publicAnchors().forEach(anchor -> trusted.addCertificate(new CertificateToken(anchor)));
    pki.intermediates().forEach(ca -> intermediates.addCertificate(new CertificateToken(ca)));
    this.loader = loader;
  }

  CommonCertificateVerifier verifier() {
    var verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setAdjunctCertSources(intermediates);
    verifier.setAIASource(null);
    verifier.setOcspSource(new OnlineOCSPSource(loader));
    verifier.setCrlSource(new OnlineCRLSource(loader));
    return verifier;
  }

  /**
   * @return how many signatures DSS passes
   */
  int passes(byte[] document) {
    var validator = SignedDocumentValidator.fromDocument(new InMemoryDocument(document));
    validator.setCertificateVerifier(verifier());
    var reports = validator.validateDocument();
    if (reports.getXmlDiagnosticData().isEmpty()
        || reports.getXmlSimpleReport().isEmpty()
        || reports.getXmlDetailedReport().isEmpty()
        || reports.getXmlValidationReport().isEmpty()) {
      throw new IllegalStateException("DSS left a report out");
    }
    var simple = reports.getSimpleReport();
    return (int)
        simple.getSignatureIdList().stream()
            .filter(id -> simple.getIndication(id) == Indication.TOTAL_PASSED)
            .count();
  }
}
