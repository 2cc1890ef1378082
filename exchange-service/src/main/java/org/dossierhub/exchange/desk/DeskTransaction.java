package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.dossierhub.exchange.work.Transactions;

/** One transaction that a refusal rolls back as well. */
@Dependent
class DeskTransaction {
  private final Transactions transactions;

  @Inject
  DeskTransaction(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Something that may still be refused at the last moment, because somebody was faster. */
  interface Step<T> {
    T take() throws DeskRefused;
  }

  <T> T inOne(Step<T> step) throws DeskRefused {
    try {
      return transactions.inOne(
          () -> {
            try {
              return step.take();
            } catch (DeskRefused refused) {
              throw new RolledBack(refused);
            }
          });
    } catch (RolledBack e) {
      throw e.refused;
    }
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final DeskRefused refused;

    RolledBack(DeskRefused refused) {
      super(refused);
      this.refused = refused;
    }
  }
}
