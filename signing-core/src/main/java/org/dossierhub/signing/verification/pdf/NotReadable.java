package org.dossierhub.signing.verification.pdf;

/** The strict reader met something it does not accept; the message says what and where. */
final class NotReadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotReadable(String what, int offset) {
    super(what + " at offset " + offset);
  }

  NotReadable(String what) {
    super(what);
  }
}
