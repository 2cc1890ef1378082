package org.dossierhub.exchange.store;

import java.sql.SQLException;
import java.util.Set;
import org.dossierhub.exchange.work.TryAgainLater;
import org.jdbi.v3.core.ConnectionException;

/** Tells a database that is away, full or busy from a statement that is wrong. */
final class DatabaseAway {
  /**
   * PostgreSQL: connection, resources (disk full), operator intervention, rolled back by a
   * conflict.
   */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "40");

  /** A lock that was not given in time; a transaction that was ended because nothing came. */
  private static final Set<String> PASSING_STATES = Set.of("55P03", "25P03");

  private DatabaseAway() {}

  /**
   * The delay it is, or the failure itself. Looks at all causes: the server's pool wraps what a
   * dead connection says into exceptions of reflection.
   */
  static RuntimeException of(RuntimeException failure) {
    if (failure instanceof TryAgainLater) {
      return failure;
    }
    if (failure instanceof ConnectionException) {
      return new TryAgainLater("The database cannot be reached", failure);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().length() == 5
          && (PASSING.contains(sql.getSQLState().substring(0, 2))
              || PASSING_STATES.contains(sql.getSQLState()))) {
        return new TryAgainLater("The database cannot answer now: " + sql.getMessage(), failure);
      }
    }
    return failure;
  }
}
