package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;
import org.dossierhub.exchange.work.Transactions;

/** The transactions of the container; inside a running one the work joins it. */
@ApplicationScoped
public class ContainerTransactions implements Transactions {

  @Override
  @Transactional(rollbackOn = Exception.class)
  public <T> T inOne(Supplier<T> work) {
    return work.get();
  }
}
