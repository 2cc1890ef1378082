package org.dossierhub.exchange.message;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;

/**
 * A message the hub answers for: accepted from an agency, or made by the hub. {@code reference} is
 * the hub's own key; sender and message id together are unique. {@code content} is what the
 * signature of the manifest covers. {@code receipt} is what the hub answered the sender, absent for
 * messages it made itself. {@code signer} is the certificate that signed the manifest.
 */
public record StoredMessage(
    UUID reference,
    Manifest manifest,
    byte[] signedManifest,
    byte[] content,
    Channel arrivedBy,
    Optional<UUID> dossier,
    Instant receivedAt,
    Optional<byte[]> receipt,
    Optional<CertificateId> signer) {

  /** Without knowing whose certificate signed the manifest. */
  public StoredMessage(
      UUID reference,
      Manifest manifest,
      byte[] signedManifest,
      byte[] content,
      Channel arrivedBy,
      Optional<UUID> dossier,
      Instant receivedAt,
      Optional<byte[]> receipt) {
    this(
        reference,
        manifest,
        signedManifest,
        content,
        arrivedBy,
        dossier,
        receivedAt,
        receipt,
        Optional.empty());
  }

  /** Two messages with the same digest say the same, however often they were signed. */
  public Sha256 contentDigest() {
    return Sha256.of(content);
  }
}
