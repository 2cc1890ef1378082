package org.dossierhub.exchange.result;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.signing.identity.Sha256;

/**
 * One stored state of a result's PDF; numbers start at 1, {@code by} is absent for what the hub did
 * itself, size in bytes.
 */
public record Revision(
    int number, RevisionKind kind, Sha256 digest, long size, Optional<UUID> by, Instant at) {

  public Revision {
    if (number < 1 || size < 1) {
      throw new IllegalArgumentException("Not a revision: number " + number + ", size " + size);
    }
  }

  /** Where the bytes are. */
  public Payload payload() {
    return new Payload(digest, size);
  }
}
