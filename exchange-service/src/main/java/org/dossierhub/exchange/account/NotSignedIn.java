package org.dossierhub.exchange.account;

/**
 * Nobody is signed in where somebody has to be; the pages answer with the sign-in form, the REST
 * API with 401.
 */
public final class NotSignedIn extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotSignedIn() {
    super("Nobody is signed in.");
  }
}
