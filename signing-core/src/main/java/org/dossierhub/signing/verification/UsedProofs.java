package org.dossierhub.signing.verification;

import eu.europa.esig.dss.diagnostic.CertificateWrapper;
import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.RevocationWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.diagnostic.TokenProxy;
import eu.europa.esig.dss.enumerations.RevocationType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dossierhub.signing.identity.Sha256;

/**
 * Everything the validation of the signatures of a file used, each once: paths, their revocation
 * data, time-stamps, and the same again for those who signed these.
 */
final class UsedProofs {
  /** A file that brings more has to do without. */
  private static final int MOST = 500;

  private static final int MOST_BYTES = 32 << 20;

  private final List<Proof> proofs = new ArrayList<>();
  private final Set<Sha256> known = new HashSet<>();
  private final Set<String> followed = new HashSet<>();
  private long bytes;

  private UsedProofs() {}

  static List<Proof> in(DiagnosticData data) {
    var used = new UsedProofs();
    for (var signature : data.getSignatures()) {
      used.follow(signature);
      signature.getTimestampList().forEach(used::take);
    }
    for (var evidence : data.getEvidenceRecords()) {
      evidence.getTimestampList().forEach(used::take);
    }
    return used.proofs;
  }

  private void follow(TokenProxy signed) {
    if (!followed.add(signed.getId())) {
      return;
    }
    for (var certificate : signed.getCertificateChain()) {
      take(certificate);
    }
  }

  private void take(CertificateWrapper certificate) {
    if (!followed.add(certificate.getId())) {
      return;
    }
    add(
        Proof.Kind.CERTIFICATE,
        certificate.getReadableCertificateName(),
        certificate.getBinaries());
    for (var revocation : certificate.getCertificateRevocationData()) {
      take(revocation, certificate);
    }
  }

  private void take(RevocationWrapper revocation, CertificateWrapper about) {
    add(
        revocation.getRevocationType() == RevocationType.CRL
            ? Proof.Kind.REVOCATION_LIST
            : Proof.Kind.OCSP_ANSWER,
        about.getReadableCertificateName(),
        revocation.getBinaries());
    follow(revocation);
  }

  private void take(TimestampWrapper timestamp) {
    var authority = timestamp.getSigningCertificate();
    add(
        Proof.Kind.TIMESTAMP,
        authority == null ? "" : authority.getReadableCertificateName(),
        timestamp.getBinaries());
    follow(timestamp);
  }

  private void add(Proof.Kind kind, String label, byte[] content) {
    if (content == null || proofs.size() >= MOST || bytes + content.length > MOST_BYTES) {
      return;
    }
    var proof = new Proof(kind, label == null ? "" : Unexamined.shown(label), content);
    if (known.add(proof.digest())) {
      bytes += content.length;
      proofs.add(proof);
    }
  }
}
