package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
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
    flyway().migrate();
  }

  Flyway flyway() {
    return Flyway.configure(Migrate.class.getClassLoader())
        .dataSource(database.dataSource())
        .failOnMissingLocations(true)
        // A node that starts while another one migrates waits for it, however long it takes. The
        // lock belongs to the session: a transaction that only holds a lock would count as idle.
        .lockRetryCount(-1)
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .load();
  }
}
