package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.message.TooLarge;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.verification.DocumentVerifier;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.Policies;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;

/**
 * Verifies one part of a message. However many are verified at once, no more than 64 MB of them are
 * in memory: large ones go to a verification worker from disk.
 */
@ApplicationScoped
class JudgeDocument {
  /** Larger files are carried, but not examined: the largest limit of any kind of file. */
  static final long MOST_BYTES = 200L << 20;

  /** Nobody waits in front of a screen for these. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MEGABYTES_AT_ONCE = 64;
  private static final long SMALL = 8L << 20;

  private final Semaphore megabytes = new Semaphore(MEGABYTES_AT_ONCE, true);
  private final Payloads payloads;
  private final DocumentVerifier verifier;
  private final Clock clock;

  /** For the container's proxy. */
  protected JudgeDocument() {
    this(null, null, null);
  }

  @Inject
  JudgeDocument(Payloads payloads, DocumentVerifier verifier, Clock clock) {
    this.payloads = payloads;
    this.verifier = verifier;
    this.clock = clock;
  }

  Examined judge(ManifestPart part) {
    if (part.size() > MOST_BYTES) {
      return new Examined(tooLarge(part), List.of());
    }
    try (var content = payloads.open(new Payload(part.sha256(), part.size()))) {
      return part.size() > SMALL ? fromDisk(part, content) : fromMemory(part, content);
    } catch (IOException e) {
      throw new TryAgainLater("The payload store does not give " + part.sha256().hex(), e);
    }
  }

  private Examined fromMemory(ManifestPart part, InputStream content) throws IOException {
    int place = 1 + (int) (part.size() >> 20);
    megabytes.acquireUninterruptibly(place);
    try {
      return verifier.patiently(PATIENCE).examine(part.name(), content.readAllBytes());
    } finally {
      megabytes.release(place);
    }
  }

  private Examined fromDisk(ManifestPart part, InputStream content) throws IOException {
    StagedPayload copy;
    try {
      copy = payloads.stage(content, part.size());
    } catch (TooLarge e) {
      throw new IllegalStateException("The stored bytes are more than they were: " + part, e);
    }
    try {
      return verifier.patiently(PATIENCE).examine(part.name(), copy.file());
    } finally {
      payloads.discard(copy);
    }
  }

  private ValidationReport tooLarge(ManifestPart part) {
    long limit = MOST_BYTES >> 20;
    return new ValidationReport(
        part.name(),
        part.sha256(),
        Policies.byHierarchy().name(),
        clock.instant(),
        Verdict.INDETERMINATE,
        "LIMIT_EXCEEDED",
        "Chưa đủ căn cứ (vượt giới hạn "
            + limit
            + " MB): tệp được chuyển đi nhưng không được kiểm tra.",
        "Not enough to decide (limit of "
            + limit
            + " MB exceeded): the file is carried but not examined.",
        List.of(),
        List.of(),
        List.of());
  }
}
