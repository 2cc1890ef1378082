package org.dossierhub.exchange.delivery;

/** What a recipient sent as its receipt proves nothing; the delivery does not count. */
public class ReceiptNotGenuine extends Exception {
  private static final long serialVersionUID = 1;

  public ReceiptNotGenuine(String why) {
    super("The receipt is not genuine: " + why);
  }

  public ReceiptNotGenuine(String why, Throwable cause) {
    super("The receipt is not genuine: " + why, cause);
  }
}
