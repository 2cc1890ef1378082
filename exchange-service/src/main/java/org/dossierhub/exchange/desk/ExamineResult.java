package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Set;
import org.dossierhub.signing.verification.DocumentVerifier;
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

  /** Reasons of reports that were given up, by the worker or before one was free. */
  private static final Set<String> GIVEN_UP = Set.of("OUT_OF_BUDGET", "OUT_OF_MEMORY", "BUSY");

  private final DocumentVerifier verifier;

  @Inject
  ExamineResult(DocumentVerifier verifier) {
    this.verifier = verifier;
  }

  ValidationReport examine(String fileName, byte[] document) throws DeskRefused {
    for (int i = 1; ; i++) {
      var report = verifier.verify(fileName, document);
      if (!GIVEN_UP.contains(report.reason())) {
        return report;
      }
      if (i == TRIES) {
        throw new DeskRefused(DeskRefusal.NOT_EXAMINED, report.reason());
      }
    }
  }
}
