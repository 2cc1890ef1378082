package org.dossierhub.exchange.agency;

import java.util.UUID;
import java.util.function.Supplier;

/**
 * One look at the register: as long as it is open, everything this thread asks about agencies,
 * their certificates and agreements is answered as of the same moment, a second ago at most.
 * Without one, each question has its own moment. For whoever asks often and changes nothing.
 *
 * <pre>{@code
 * try (var look = OneLook.open()) { … }
 * }</pre>
 */
public final class OneLook implements AutoCloseable {
  private static final ThreadLocal<OneLook> OPEN = new ThreadLocal<>();
  private static final long LASTS_NANOS = 1_000_000_000;

  private final OneLook around;
  private UUID version;
  private long askedAt;

  private OneLook(OneLook around) {
    this.around = around;
  }

  public static OneLook open() {
    var look = new OneLook(OPEN.get());
    OPEN.set(look);
    return look;
  }

  /**
   * The version of the register to answer from.
   *
   * @param ask for what it is now
   */
  public static UUID version(Supplier<UUID> ask) {
    var look = OPEN.get();
    return look == null ? ask.get() : look.at(ask);
  }

  private UUID at(Supplier<UUID> ask) {
    long now = System.nanoTime();
    if (version == null || now - askedAt > LASTS_NANOS) {
      version = ask.get();
      askedAt = now;
    }
    return version;
  }

  @Override
  public void close() {
    if (around == null) {
      OPEN.remove();
    } else {
      OPEN.set(around);
    }
  }
}
