package org.dossierhub.signing.pdf;

/** A later state of a PDF that is not the earlier one with exactly one signature appended. */
public final class NotOneSignature extends Exception {
  private static final long serialVersionUID = 1;

  /** In which way; the first that applies. */
  public enum Reason {
    /** The later file does not begin with all bytes of the earlier one. */
    OTHER_FILE,
    /** Nothing in it is signed that was not signed before. */
    NOTHING_SIGNED,
    /** More than one signature was added. */
    SEVERAL_SIGNATURES,
    /** Something else was added or changed as well, or bytes are left uncovered. */
    MORE_CHANGED
  }

  private final Reason reason;

  NotOneSignature(Reason reason, String detail) {
    super(reason + ": " + detail);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
