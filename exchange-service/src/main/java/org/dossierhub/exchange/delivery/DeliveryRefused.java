package org.dossierhub.exchange.delivery;

/** The recipient refuses the message for good, with its code and its words. */
public class DeliveryRefused extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;

  public DeliveryRefused(String code, String words) {
    super(code + ": " + words);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
