package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dossierhub.exchange.result.PublicToken;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.verification.Unexamined;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * What the signatures of a published result are worth now, for the page behind its link. The same
 * verification as for an upload; an answer serves for ten minutes, so that a link many people open
 * costs no more than one that a few open.
 */
@ApplicationScoped
public class JudgePublishedResult {
  static final Duration FRESH = Duration.ofMinutes(10);
  private static final int KEPT = 500;

  private final Map<PublicToken, ValidationReport> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PublicToken, ValidationReport> eldest) {
          return size() > KEPT;
        }
      };

  private FindPublishedResult published;
  private VerifyUpload verify;
  private Clock clock;

  /** For the container. */
  protected JudgePublishedResult() {}

  @Inject
  JudgePublishedResult(FindPublishedResult published, VerifyUpload verify, Clock clock) {
    this.published = published;
    this.verify = verify;
    this.clock = clock;
  }

  /**
   * @return empty while the hub is too busy to verify, or when the file is larger than it verifies
   *     on a page; the file itself can be had and verified all the same
   */
  public Optional<ValidationReport> judge(Registration registration) {
    var fresh = fresh(registration.token());
    if (fresh.isPresent()) {
      return fresh;
    }
    try {
      var document = published.document(registration.token().value());
      if (document.isEmpty()) {
        return Optional.empty();
      }
      try (var content = document.get()) {
        var report = verify.verify(registration.number() + ".pdf", content).report();
        if (Unexamined.givenUp(report)) {
          return Optional.empty();
        }
        keep(registration.token(), report);
        return Optional.of(report);
      }
    } catch (UploadRefused | TryAgainLater refusal) {
      return Optional.empty();
    } catch (IOException e) {
      throw new TryAgainLater("The payload store does not give a published file", e);
    }
  }

  private synchronized Optional<ValidationReport> fresh(PublicToken token) {
    return Optional.ofNullable(kept.get(token))
        .filter(report -> report.at().plus(FRESH).isAfter(clock.instant()));
  }

  private synchronized void keep(PublicToken token, ValidationReport report) {
    kept.remove(token); // so that the newest answer is also the last to be given up
    kept.put(token, report);
  }
}
