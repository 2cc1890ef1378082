package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;
import org.dossierhub.exchange.result.Results;

/**
 * Tells the operator when sealed results wait too long for their time-stamp. The hub stays ready
 * meanwhile: the exchange goes on without the time-stamp authority, and the proofs follow.
 */
@ApplicationScoped
public class ResultsWithoutTimestamp implements HealthCheck {
  private static final String NAME = "timestamps";
  private static final Duration USUAL = Duration.ofMinutes(15);

  private Results results;
  private Clock clock;

  /** For the container. */
  protected ResultsWithoutTimestamp() {}

  @Inject
  ResultsWithoutTimestamp(Results results, Clock clock) {
    this.results = results;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isNeededToAnswer() {
    return false;
  }

  @Override
  public Health.Part check() {
    int late = results.unstampedSince(clock.instant().minus(USUAL));
    return Health.Part.up(
        NAME,
        late == 0
            ? "No sealed result waits longer than usual for its time-stamp."
            : late + " sealed results have waited more than 15 minutes for their time-stamp.");
  }
}
