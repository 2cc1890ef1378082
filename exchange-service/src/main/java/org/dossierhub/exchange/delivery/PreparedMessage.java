package org.dossierhub.exchange.delivery;

import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.MessageId;

/** A message that is signed and not yet stored. */
public record PreparedMessage(
    Manifest manifest, byte[] signedManifest, byte[] content, Optional<UUID> dossier) {

  public MessageId id() {
    return manifest.id();
  }
}
