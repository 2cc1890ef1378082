package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;

/** The database answers and takes writes. */
@ApplicationScoped
public class DatabaseAnswers implements HealthCheck {
  private Database database;

  /** For the container. */
  protected DatabaseAnswers() {}

  @Inject
  public DatabaseAnswers(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Health.Part check() {
    boolean readOnly =
        database.read(h -> h.createQuery("select pg_is_in_recovery()").mapTo(Boolean.class).one());
    return readOnly
        ? Health.Part.down(name(), "PostgreSQL answers but takes no writes.")
        : Health.Part.up(name(), "PostgreSQL answers.");
  }
}
