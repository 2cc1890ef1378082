package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** Where the container begins and ends a transaction around some work. */
@ApplicationScoped
class JoinedTransaction {
  private final Database database;

  /** For the container's proxy. */
  protected JoinedTransaction() {
    this(null);
  }

  @Inject
  JoinedTransaction(Database database) {
    this.database = database;
  }

  @Transactional(rollbackOn = Exception.class)
  public <T> T run(Supplier<T> work) {
    return database.onOneHandle(work);
  }
}
