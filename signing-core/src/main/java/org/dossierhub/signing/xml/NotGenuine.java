package org.dossierhub.signing.xml;

/** A signed XML document that is not what it claims to be, or is not in the one form accepted. */
public final class NotGenuine extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  NotGenuine(Reason reason, String detail) {
    super(reason + ": " + detail);
    this.reason = reason;
  }

  NotGenuine(Reason reason, String detail, Throwable cause) {
    super(reason + ": " + detail, cause);
    this.reason = reason;
  }

  /** Why, as a stable name. */
  public Reason reason() {
    return reason;
  }

  /** The grounds of refusal. */
  public enum Reason {
    /** Larger, deeper or with more parts than any honest manifest. */
    LIMIT_EXCEEDED,
    /** Not well-formed, or with a document type declaration. */
    NOT_XML,
    /** Not exactly one signature as a child of the root, or not of the accepted shape. */
    WRONG_SHAPE,
    /** An algorithm, transform or key that is not accepted. */
    WEAK_ALGORITHM,
    /** The signed properties do not name the certificate in the signature. */
    WRONG_CERTIFICATE,
    /** The digest or the signature value does not fit. */
    BROKEN
  }
}
