package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.util.function.Supplier;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.TryAgainLater;

/** The transactions of the container; inside a running one the work joins it. */
@ApplicationScoped
public class ContainerTransactions implements Transactions {
  private final JoinedTransaction joined;

  /** For the container's proxy. */
  protected ContainerTransactions() {
    this(null);
  }

  @Inject
  ContainerTransactions(JoinedTransaction joined) {
    this.joined = joined;
  }

  /**
   * A commit that did not come to its end is {@link TryAgainLater}: whether it happened is for the
   * caller to read.
   */
  @Override
  public <T> T inOne(Supplier<T> work) {
    try {
      return joined.run(work);
    } catch (TransactionalException e) {
      throw new TryAgainLater("The database did not confirm a transaction", e);
    }
  }
}
