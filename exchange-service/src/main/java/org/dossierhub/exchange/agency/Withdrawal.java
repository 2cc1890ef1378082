package org.dossierhub.exchange.agency;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when a certificate no longer speaks for its agency, and why. {@code entered} is when
 * somebody said so; it may lie after {@code at}, when a key was lost unnoticed.
 */
public record Withdrawal(Instant at, Reason reason, Instant entered, String note) {

  /** So long after an orderly change a message that was signed before it may still arrive. */
  public static final Duration IN_FLIGHT = Duration.ofDays(3);

  /** Why, and with it what becomes of messages in flight (docs/agencies.md). */
  public enum Reason {
    /** Another certificate takes its place; its key was never in doubt. */
    REPLACED,
    /** Somebody else may have the key: whatever time a message claims is worth nothing. */
    COMPROMISED
  }

  boolean holdsAt(Instant now) {
    return !now.isBefore(at);
  }

  /** Whether something signed at that time, as its signer says, may still arrive now. */
  boolean sparesInFlight(Instant signed, Instant now) {
    return reason == Reason.REPLACED && signed.isBefore(at) && now.isBefore(at.plus(IN_FLIGHT));
  }
}
