package org.dossierhub.exchange.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
public final class Eventually {
  /** Long enough for the slowest machine; nothing is told by how long it took. */
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  private Eventually() {}

  public static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() < end).as("it has happened within %s", PATIENCE).isTrue();
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
