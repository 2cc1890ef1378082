package org.dossierhub.exchange.health;

/**
 * One thing the hub cannot do without; an application-scoped bean of the package that owns it. A
 * check answers within 3 seconds and changes nothing that lasts.
 */
public interface HealthCheck {

  /**
   * Short stable name, part of the JSON answer: {@code database}, {@code broker}, {@code payloads},
   * {@code xml}.
   */
  String name();

  /**
   * Whether a node that lacks this can answer nobody. What all nodes lack together, and what only
   * delays, is no reason to send requests elsewhere.
   */
  default boolean isNeededToAnswer() {
    return true;
  }

  /** An exception counts as {@link Health.Part#down} with its message. */
  Health.Part check();
}
