package org.dossierhub.exchange.work;

import java.util.function.Supplier;

/**
 * Runs something in one database transaction: everything it wrote is there afterwards, or, after
 * any exception, nothing.
 */
public interface Transactions {

  <T> T inOne(Supplier<T> work);

  default void inOne(Runnable work) {
    this.<Void>inOne(
        () -> {
          work.run();
          return null;
        });
  }
}
