package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.dossierhub.signing.verification.DocumentVerifier;
import org.dossierhub.signing.verification.Unexamined;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * Verifies the file of a result. A machine that is too busy to examine it says nothing about the
 * file: it is examined again, and then the person is asked to come back, never told that a
 * signature is broken.
 *
 * <p>Refuses with {@link DeskRefusal#NOT_EXAMINED}.
 */
@Dependent
class ExamineResult {
  private static final int TRIES = 3;

  /** The hub made the file itself; only a signature in it is new. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DocumentVerifier verifier;

  @Inject
  ExamineResult(DocumentVerifier verifier) {
    this.verifier = verifier;
  }

  ValidationReport examine(String fileName, byte[] document) throws DeskRefused {
    for (int i = 1; ; i++) {
      var report = verifier.patiently(PATIENCE).verify(fileName, document);
      if (!Unexamined.givenUp(report)) {
        return report;
      }
      if (i == TRIES) {
        throw new DeskRefused(DeskRefusal.NOT_EXAMINED, report.reason());
      }
    }
  }
}
