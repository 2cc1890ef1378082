package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.CertificateEncodingException;
import java.util.UUID;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceLog;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;

/** Keeps what proves that a message was rightly accepted, and what the sender was told. */
@ApplicationScoped
class KeepProof {
  private final EvidenceLog evidence;

  /** For the container's proxy. */
  protected KeepProof() {
    this(null);
  }

  @Inject
  KeepProof(EvidenceLog evidence) {
    this.evidence = evidence;
  }

  /** In the caller's transaction. */
  void of(RegisterMessage.Accepted accepted, UUID reference) {
    var sealed = accepted.sealed();
    evidence.add(
        new Evidence(
            reference,
            Evidence.Kind.MANIFEST_VERIFIED,
            accepted.receivedAt(),
            "by "
                + accepted.channel()
                + ", manifest SHA-256 "
                + Sha256.of(sealed.signed()).hex()
                + ", signed by "
                + CertificateId.of(sealed.signer()),
            certificate(sealed)));
    evidence.add(
        new Evidence(
            reference,
            Evidence.Kind.RECEIPT_ISSUED,
            accepted.receivedAt(),
            "receipt SHA-256 " + Sha256.of(accepted.receipt().document()).hex(),
            accepted.receipt().document()));
  }

  private static byte[] certificate(SealedManifest sealed) {
    try {
      return sealed.signer().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was verified cannot be written", e);
    }
  }
}
