package org.dossierhub.exchange.delivery;

/** What an agency asked about a delivery is refused; the delivery stays as it is. */
public class DeliveryUnchanged extends Exception {
  private static final long serialVersionUID = 1;

  /** Why it is refused. */
  public enum Reason {
    /** There is none, or it is not the caller's. */
    UNKNOWN_MESSAGE,
    /** The signed document proves nothing. */
    NOT_GENUINE,
    /** Too late: the recipient has the message. */
    ALREADY_DELIVERED,
    /** The delivery ended otherwise: refused by the recipient, or expired. */
    DELIVERY_ENDED
  }

  private final Reason reason;

  DeliveryUnchanged(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
