package org.dossierhub.exchange.message;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.Sha256;

/**
 * A message the hub answers for: accepted from an agency, or made by the hub. {@code reference} is
 * the hub's own key; sender and message id together are unique. {@code content} is what the
 * signature of the manifest covers. {@code receipt} is what the hub answered the sender, absent for
 * messages it made itself.
 */
public record StoredMessage(
    UUID reference,
    Manifest manifest,
    byte[] signedManifest,
    byte[] content,
    Channel arrivedBy,
    Optional<UUID> dossier,
    Instant receivedAt,
    Optional<byte[]> receipt) {

  /** Two messages with the same digest say the same, however often they were signed. */
  public Sha256 contentDigest() {
    return Sha256.of(content);
  }
}
