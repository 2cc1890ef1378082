package org.dossierhub.exchange.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.DocumentVerifier;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamineResultTest {
  private static final byte[] FILE = {1, 2, 3};

  /** Gives every file this reason; none says that it is valid. */
  private record Examiner(String reason) implements DocumentVerifier {
    @Override
    public ValidationReport verify(String fileName, byte[] document) {
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
  void a_file_that_was_examined_is_told_as_it_was_found() throws Exception {
    assertThat(examine("").verdict()).isEqualTo(Verdict.VALID);
    assertThat(examine("TRY_LATER").verdict()).isEqualTo(Verdict.INDETERMINATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OUT_OF_BUDGET", "OUT_OF_MEMORY", "BUSY"})
  void a_busy_hub_asks_to_come_back_and_never_says_that_a_signature_is_broken(String reason) {
    ResultAtTheDeskTest.refused(DeskRefusal.NOT_EXAMINED, () -> examine(reason));
  }

  private static ValidationReport examine(String reason) throws DeskRefused {
    return new ExamineResult(new Examiner(reason)).examine("ket-qua.pdf", FILE);
  }
}
