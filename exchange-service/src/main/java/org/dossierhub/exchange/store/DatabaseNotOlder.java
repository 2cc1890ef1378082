package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;

/**
 * Down from when a database was recognised as older than the payload store until an operator has
 * dealt with it (fault F8). Meanwhile the hub works: what is missing comes back by agencies sending
 * it again.
 */
@ApplicationScoped
public class DatabaseNotOlder implements HealthCheck {
  private DatabaseHistory history;

  /** For the container's proxy. */
  protected DatabaseNotOlder() {}

  @Inject
  public DatabaseNotOlder(DatabaseHistory history) {
    this.history = history;
  }

  @Override
  public String name() {
    return "history";
  }

  @Override
  public boolean isNeededToAnswer() {
    return false;
  }

  @Override
  public Health.Part check() {
    return history
        .loss()
        .map(
            loss ->
                Health.Part.down(
                    name(),
                    "DATABASE_OLDER: it ends at %s, and had entries until %s before; ./hub reconcile lists what is missing."
                        .formatted(loss.end().at(), loss.seen().at())))
        .orElseGet(() -> Health.Part.up(name(), "The database has all that was there before."));
  }
}
