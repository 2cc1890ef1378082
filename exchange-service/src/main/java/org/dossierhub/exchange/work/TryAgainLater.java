package org.dossierhub.exchange.work;

/**
 * A delay, not a failure: something the hub needs is away; whoever asked comes back later with the
 * same request.
 */
public class TryAgainLater extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TryAgainLater(String what) {
    super(what);
  }

  public TryAgainLater(String what, Throwable cause) {
    super(what, cause);
  }
}
