package org.dossierhub.exchange.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.dossierhub.exchange.work.Transactions;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An empty database of the hub in a real PostgreSQL, with all migrations applied. The server starts
 * once for each test run; each {@link #fresh()} is a database of its own. {@link #transactions()}
 * and {@link #database()} behave as in the container: inside a transaction every statement of the
 * thread belongs to it, outside each stands alone.
 */
public final class TestDatabase {
  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static PostgresServer server;

  private final ThreadTransactions transactions;
  private final Database database;

  private TestDatabase(DataSource dataSource) {
    transactions = new ThreadTransactions(dataSource);
    database = new Database(transactions.dataSource());
  }

  public static synchronized TestDatabase fresh() {
    if (server == null) {
      server = PostgresServer.start();
      server.createDatabase(TEMPLATE, "template0");
      Flyway.configure().dataSource(server.dataSource(TEMPLATE)).load().migrate();
    }
    String name = "hub" + COUNT.incrementAndGet();
    server.createDatabase(name, TEMPLATE);
    return new TestDatabase(server.dataSource(name));
  }

  /** For plain statements of a test. */
  public PGSimpleDataSource plain() {
    return (PGSimpleDataSource) transactions.plain();
  }

  public DataSource dataSource() {
    return transactions.dataSource();
  }

  public Database database() {
    return database;
  }

  /** With one handle for a transaction, as in the container. */
  public Transactions transactions() {
    return new Transactions() {
      @Override
      public <T> T inOne(Supplier<T> work) {
        return transactions.inOne(() -> database.onOneHandle(work));
      }
    };
  }
}
