package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.work.Turns;

/** Turns by PostgreSQL's advisory locks. */
@ApplicationScoped
public class DatabaseTurns implements Turns {
  private final Database database;

  /** For the container's proxy. */
  protected DatabaseTurns() {
    this(null);
  }

  @Inject
  public DatabaseTurns(Database database) {
    this.database = database;
  }

  @Override
  public void await(String what) {
    database.write(
        h -> {
          // Longer than other locks: a whole start of another node may lie before this turn.
          h.execute("set local lock_timeout = '90s'");
          h.createQuery("select pg_advisory_xact_lock(hashtextextended(:what, 0)) is null")
              .bind("what", what)
              .mapTo(Boolean.class)
              .one();
        });
  }
}
