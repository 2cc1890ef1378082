package org.dossierhub.exchange.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.dossierhub.exchange.work.Transactions;

/**
 * Does for tests what the container does: one connection for each thread while a transaction runs.
 */
final class ThreadTransactions implements Transactions {
  private final ThreadLocal<Connection> running = new ThreadLocal<>();
  private final DataSource plain;

  ThreadTransactions(DataSource plain) {
    this.plain = plain;
  }

  DataSource plain() {
    return plain;
  }

  @Override
  public <T> T inOne(Supplier<T> work) {
    if (running.get() != null) {
      return work.get();
    }
    try (var connection = plain.getConnection()) {
      connection.setAutoCommit(false);
      running.set(connection);
      try {
        var result = work.get();
        connection.commit();
        return result;
      } catch (RuntimeException | Error e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      running.remove();
    }
  }

  DataSource dataSource() {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection") && running.get() != null) {
                return keptOpen(running.get());
              }
              return call(() -> method.invoke(plain, arguments));
            });
  }

  private static Connection keptOpen(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("close")
                    ? null
                    : call(() -> method.invoke(connection, arguments)));
  }

  private interface Call {
    Object run() throws ReflectiveOperationException;
  }

  private static Object call(Call call) throws Throwable {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
