package org.dossierhub.signing.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dossierhub.signing.identity.Sha256;

/** The answers about files that were not examined, or not to the end. */
public final class Unexamined {
  private static final int LONGEST_NAME = 200;

  /** Why there is no more to say about a file. */
  public enum Why {
    /** It took longer than a file is worth. */
    OUT_OF_BUDGET(Verdict.INDETERMINATE),
    /** It needs more memory than a file is worth. */
    OUT_OF_MEMORY(Verdict.INDETERMINATE),
    /** All workers were busy with others. */
    BUSY(Verdict.INDETERMINATE),
    /** Its bytes ended the program that read them. */
    PARSER_FAILED(Verdict.REFUSED),
    /** There is no such file, or it may not be read. */
    FILE_NOT_READABLE(Verdict.REFUSED);

    private final Verdict verdict;

    Why(Verdict verdict) {
      this.verdict = verdict;
    }
  }

  private Unexamined() {}

  /**
   * Whether the report tells of the machine that gave up, not of the file: later it may be another.
   */
  public static boolean givenUp(ValidationReport report) {
    return Set.of(Why.OUT_OF_BUDGET.name(), Why.OUT_OF_MEMORY.name(), Why.BUSY.name())
        .contains(report.reason());
  }

  /**
   * @param policy name of the policy by which it would have been judged
   * @param at the moment for which it would have been judged
   */
  public static ValidationReport file(
      String fileName, Sha256 digest, String policy, Instant at, Why why) {
    return report(shown(fileName), digest, policy, at, why.verdict, why.name());
  }

  /**
   * The answer for a file that is larger than what is examined; it is hashed without being loaded.
   * Empty for a file that can be examined.
   *
   * @throws IOException if the file cannot be read
   */
  public static Optional<ValidationReport> tooLarge(Path path, String policy, Instant at)
      throws IOException {
    FileGate.Kind kind;
    try (var in = Files.newInputStream(path)) {
      kind = FileGate.kindOf(in.readNBytes(FileGate.START));
    }
    if (Files.size(path) <= Math.min(kind.limit(), FileGate.MOST_LOADED)) {
      return Optional.empty();
    }
    try (var whole = Files.newInputStream(path)) {
      var name = shown(path.getFileName().toString());
      var digest = Sha256.of(whole);
      return Optional.of(
          kind == FileGate.Kind.OTHER
              ? report(name, digest, policy, at, Verdict.UNSIGNED, "NO_SIGNATURE_FORMAT")
              : report(
                  name,
                  digest,
                  policy,
                  at,
                  Verdict.INDETERMINATE,
                  "LIMIT_EXCEEDED",
                  kind.limit() >> 20));
    }
  }

  static ValidationReport report(
      String shownName,
      Sha256 digest,
      String policy,
      Instant at,
      Verdict verdict,
      String reason,
      Object... details) {
    return new ValidationReport(
        shownName,
        digest,
        policy,
        at,
        verdict,
        reason,
        sentence(Texts.VIETNAMESE, verdict, reason, details),
        sentence(Texts.ENGLISH, verdict, reason, details),
        List.of(),
        List.of(),
        List.of());
  }

  private static String sentence(Texts texts, Verdict verdict, String reason, Object... details) {
    return texts.say("sentence." + verdict, "", texts.explanation(reason, details));
  }

  /** Names come from strangers: one line, no marks that turn text around, normalised. */
  static String shown(String fileName) {
    var clean =
        Normalizer.normalize(fileName, Normalizer.Form.NFC)
            .replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "");
    return clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean;
  }
}
