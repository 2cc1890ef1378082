package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.Sha256;

/** The bytes of results: read back only if they still have the digest the register knows. */
@Dependent
class ResultFiles {
  /**
   * The largest decision that is prepared, signed and sealed here, in bytes; larger files travel as
   * attachments.
   */
  static final int AT_MOST = 32 * 1024 * 1024;

  private final Payloads payloads;
  private final Results results;

  @Inject
  ResultFiles(Payloads payloads, Results results) {
    this.payloads = payloads;
    this.results = results;
  }

  byte[] read(Revision revision) {
    try (var content = payloads.open(revision.payload())) {
      var bytes = content.readNBytes(AT_MOST * 2);
      var found = Sha256.of(bytes);
      if (!found.equals(revision.digest())) {
        throw new IllegalStateException(
            "The stored file of a result was changed: expected "
                + revision.digest()
                + ", found "
                + found);
      }
      return bytes;
    } catch (IOException e) {
      throw new TryAgainLater("The payload store does not give the file of a result", e);
    }
  }

  /** Keeps the bytes as the first revision of a new result; outside a transaction. */
  Revision keepFirst(byte[] bytes, UUID by, Instant at) {
    return keep(1, RevisionKind.RESERVED, bytes, Optional.of(by), at);
  }

  /**
   * Keeps the bytes as the next revision; the row follows in a transaction that calls {@link
   * #register}.
   */
  Revision keepNext(UUID result, RevisionKind kind, byte[] bytes, Optional<UUID> by, Instant at) {
    var earlier = results.revisions(result);
    return keep(earlier.get(earlier.size() - 1).number() + 1, kind, bytes, by, at);
  }

  /** Says, in the caller's transaction, that a row points at the bytes. */
  void register(Revision revision) {
    payloads.register(revision.payload());
  }

  private Revision keep(
      int number, RevisionKind kind, byte[] bytes, Optional<UUID> by, Instant at) {
    try {
      var payload = payloads.keep(bytes);
      return new Revision(number, kind, payload.sha256(), payload.size(), by, at);
    } catch (IOException e) {
      throw new TryAgainLater("The payload store does not take the file of a result", e);
    }
  }
}
