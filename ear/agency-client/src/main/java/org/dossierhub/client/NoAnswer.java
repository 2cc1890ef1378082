package org.dossierhub.client;

import java.time.Duration;

/** Nothing was decided: no connection, a broken one, or a hub that is busy or broken. */
final class NoAnswer extends Exception {
  private static final long serialVersionUID = 1;

  private final Duration comeBackAfter;

  NoAnswer(String what, Duration comeBackAfter) {
    super(what);
    this.comeBackAfter = comeBackAfter;
  }

  NoAnswer(String what, Throwable cause) {
    super(what, cause);
    this.comeBackAfter = Duration.ZERO;
  }

  /** What the hub asked for; zero when it did not. */
  Duration comeBackAfter() {
    return comeBackAfter;
  }
}
