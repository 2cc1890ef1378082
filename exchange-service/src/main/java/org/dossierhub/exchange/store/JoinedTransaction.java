package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** Where the container begins and ends a transaction around some work. */
@ApplicationScoped
class JoinedTransaction {

  @Transactional(rollbackOn = Exception.class)
  public <T> T run(Supplier<T> work) {
    return work.get();
  }
}
