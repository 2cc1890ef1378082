package org.dossierhub.signing.verification;

/**
 * The file is not examined further; becomes the verdict of the file, never reaches a caller of the
 * package.
 */
final class FileRefused extends Exception {
  private static final long serialVersionUID = 1;

  private final Verdict verdict;
  private final String reason;
  private final transient Object[] details;

  /**
   * @param reason key of the sentence in the table of texts
   * @param details what the sentence names: an entry, a limit
   */
  FileRefused(Verdict verdict, String reason, Object... details) {
    super(reason + java.util.Arrays.toString(details));
    this.verdict = verdict;
    this.reason = reason;
    this.details = details.clone();
  }

  static FileRefused because(String reason, Object... details) {
    return new FileRefused(Verdict.REFUSED, reason, details);
  }

  Verdict verdict() {
    return verdict;
  }

  String reason() {
    return reason;
  }

  Object[] details() {
    return details.clone();
  }
}
