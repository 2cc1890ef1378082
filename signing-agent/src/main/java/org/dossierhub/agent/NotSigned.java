package org.dossierhub.agent;

/**
 * Nothing was signed, or nothing signed has arrived; the reason is for the official and for the
 * page that asked.
 */
final class NotSigned extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String reasonVi;
  private final String reasonEn;

  NotSigned(Refusal refusal) {
    this(refusal.name(), refusal.textVi(), refusal.textEn());
  }

  NotSigned(Refusal refusal, Throwable cause) {
    this(refusal);
    initCause(cause);
  }

  /** In the words of whoever refused: the hub, or the signing library. */
  NotSigned(String code, String reasonVi, String reasonEn) {
    super(code + ": " + reasonEn);
    this.code = code;
    this.reasonVi = reasonVi;
    this.reasonEn = reasonEn;
  }

  String code() {
    return code;
  }

  String reasonVi() {
    return reasonVi;
  }

  String reasonEn() {
    return reasonEn;
  }
}
