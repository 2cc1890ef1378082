package org.dossierhub.exchange.message;

import java.nio.file.Path;
import org.dossierhub.signing.identity.Sha256;

/** Bytes that have arrived and are on the disk, but which nobody has accepted yet. */
public record StagedPayload(Path file, Sha256 sha256, long size) {
  public Payload payload() {
    return new Payload(sha256, size);
  }
}
