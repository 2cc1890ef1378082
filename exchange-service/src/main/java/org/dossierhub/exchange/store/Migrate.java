package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;

/**
 * Brings the database to the version of this program ({@code db/migration}); an older program may
 * still be running on it.
 */
@ApplicationScoped
public class Migrate {
  private final Database database;

  /** For the container's proxy. */
  protected Migrate() {
    this(null);
  }

  @Inject
  public Migrate(Database database) {
    this.database = database;
  }

  public void toThisVersion() {
    Flyway.configure(Migrate.class.getClassLoader())
        .dataSource(database.dataSource())
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }
}
