package org.dossierhub.exchange.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.DocumentVerifier;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;
import org.junit.jupiter.api.Test;

class ExamineResultTest {
  private static final byte[] FILE = {1, 2, 3};

  /** Gives the reports in turn, as workers on a busy machine do. */
  private static final class Busy implements DocumentVerifier {
    private final Deque<String> reasons;

    Busy(String... reasons) {
      this.reasons = new ArrayDeque<>(List.of(reasons));
    }

    @Override
    public ValidationReport verify(String fileName, byte[] document) {
      var reason = reasons.remove();
      return new ValidationReport(
          fileName,
          Sha256.of(document),
          "VN-GOV-2025",
          Instant.EPOCH,
          reason.isEmpty() ? Verdict.VALID : Verdict.INDETERMINATE,
          reason,
          "",
          "",
          List.of(),
          List.of(),
          List.of());
    }

    @Override
    public ValidationReport verify(String fileName, Path document) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Examined examine(String fileName, byte[] document) {
      return new Examined(verify(fileName, document), List.of());
    }

    @Override
    public Examined examine(String fileName, Path document) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void a_file_that_was_given_up_is_examined_again() throws Exception {
    var busy = new Busy("OUT_OF_BUDGET", "BUSY", "");

    assertThat(new ExamineResult(busy).examine("ket-qua.pdf", FILE).verdict())
        .isEqualTo(Verdict.VALID);
  }

  @Test
  void a_hub_that_stays_busy_asks_to_come_back_and_never_says_that_a_signature_is_broken() {
    var busy = new Busy("OUT_OF_BUDGET", "OUT_OF_BUDGET", "OUT_OF_MEMORY");

    ResultAtTheDeskTest.refused(
        DeskRefusal.NOT_EXAMINED, () -> new ExamineResult(busy).examine("ket-qua.pdf", FILE));
  }
}
