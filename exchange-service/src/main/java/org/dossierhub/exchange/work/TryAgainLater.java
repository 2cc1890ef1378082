package org.dossierhub.exchange.work;

import java.time.Duration;
import java.util.Optional;

/**
 * A delay, not a failure: something the hub needs is away; whoever asked comes back later with the
 * same request.
 */
public class TryAgainLater extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration after;

  public TryAgainLater(String what) {
    super(what);
    this.after = null;
  }

  public TryAgainLater(String what, Throwable cause) {
    super(what, cause);
    this.after = null;
  }

  /** Not before this pause, whatever the usual back-off says. */
  public TryAgainLater(String what, Duration after) {
    super(what);
    this.after = after;
  }

  /** The pause somebody asked for; without one the usual back-off decides. */
  public Optional<Duration> after() {
    return Optional.ofNullable(after);
  }
}
