package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
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
  private final Payloads payloads;
  private final Results results;

  @Inject
  ResultFiles(Payloads payloads, Results results) {
    this.payloads = payloads;
    this.results = results;
  }

  byte[] read(Revision revision) {
    try (var content = payloads.open(revision.payload())) {
      var bytes = content.readAllBytes();
      needSame(revision, Sha256.of(bytes));
      return bytes;
    } catch (IOException e) {
      throw new TryAgainLater("The payload store does not give the file of a result", e);
    }
  }

  /** The bytes as a stream, after they were found to be what the register knows. */
  InputStream open(Revision revision) {
    try {
      try (var content = payloads.open(revision.payload())) {
        needSame(revision, Sha256.of(content));
      }
      return payloads.open(revision.payload());
    } catch (IOException e) {
      throw new TryAgainLater("The payload store does not give the file of a result", e);
    }
  }

  private static void needSame(Revision revision, Sha256 found) {
    if (!found.equals(revision.digest())) {
      throw new IllegalStateException(
          "The stored file of a result was changed: expected "
              + revision.digest()
              + ", found "
              + found);
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
