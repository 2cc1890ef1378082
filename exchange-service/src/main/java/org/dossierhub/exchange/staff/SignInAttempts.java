package org.dossierhub.exchange.staff;

import java.time.Instant;

/** Counts tries to sign in, over all nodes and across concurrent requests. */
public interface SignInAttempts {

  /**
   * Counts one more attempt under the key, in a transaction of its own, and answers how many there
   * were in the running window, this one included. A window that began before {@code since} is over
   * and a new one begins.
   */
  int note(String key, Instant at, Instant since);

  /** Forgets the attempts under the key, after a success. */
  void forget(String key);

  /** Takes one attempt back: it turned out to be no failure. */
  void takeBack(String key);
}
