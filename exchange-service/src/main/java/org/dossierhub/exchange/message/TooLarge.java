package org.dossierhub.exchange.message;

/** More bytes came than the limit allows; reading stopped there. */
public class TooLarge extends Exception {
  private static final long serialVersionUID = 1;

  public TooLarge(long limit) {
    super("larger than " + limit + " bytes");
  }
}
