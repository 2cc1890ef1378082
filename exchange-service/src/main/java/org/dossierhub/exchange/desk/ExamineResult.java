package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.dossierhub.signing.verification.DocumentVerifier;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.Unexamined;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * Verifies the file of a result. A machine that is too busy to examine it says nothing about the
 * file: the person, or the agent at the desk, is asked to come back, and never told that a
 * signature is broken.
 *
 * <p>Refuses with {@link DeskRefusal#NOT_EXAMINED}.
 */
@Dependent
class ExamineResult {
  /** The hub made the file itself; only a signature in it is new. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DocumentVerifier verifier;

  @Inject
  ExamineResult(DocumentVerifier verifier) {
    this.verifier = verifier;
  }

  ValidationReport examine(String fileName, byte[] document) throws DeskRefused {
    var report = verifier.patiently(PATIENCE).verify(fileName, document);
    needExamined(report);
    return report;
  }

  /** The same with what the verdict rests on, for a verdict that is kept. */
  Examined examineToKeep(String fileName, byte[] document) throws DeskRefused {
    var examined = verifier.patiently(PATIENCE).examine(fileName, document);
    needExamined(examined.report());
    return examined;
  }

  private static void needExamined(ValidationReport report) throws DeskRefused {
    if (Unexamined.givenUp(report)) {
      throw new DeskRefused(DeskRefusal.NOT_EXAMINED, report.reason());
    }
  }
}
