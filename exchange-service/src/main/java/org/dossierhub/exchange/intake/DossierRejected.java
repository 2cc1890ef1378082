package org.dossierhub.exchange.intake;

import java.util.Optional;

/**
 * A refusal: the message was understood and is not accepted; sending the same again will be refused
 * again. {@code detail} says what was expected and what was found. A sender the hub knows gets the
 * refusal as a signed document.
 */
public class DossierRejected extends Exception {
  private static final long serialVersionUID = 1;

  private final RejectionReason reason;
  private final String detail;
  private final transient Optional<byte[]> refusal;

  public DossierRejected(RejectionReason reason, String detail) {
    this(reason, detail, Optional.empty());
  }

  public DossierRejected(RejectionReason reason, String detail, Optional<byte[]> refusal) {
    super(reason.code() + ": " + detail);
    this.reason = reason;
    this.detail = detail;
    this.refusal = refusal;
  }

  public RejectionReason reason() {
    return reason;
  }

  public String detail() {
    return detail;
  }

  /** The refusal signed by the hub ({@code urn:dossierhub:receipt:1}, element refusal). */
  public Optional<byte[]> refusal() {
    return refusal;
  }
}
