package org.dossierhub.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.journey.Waiting;

/**
 * The hub's database in the hands of its administrator, who looks into it and holds back what the
 * hub wants to do next. The hub gives up waiting for a lock after ten seconds.
 */
final class HeldDatabase implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Installation hub;
  private final String name;
  private final Connection line;
  private final List<Hold> holds = new ArrayList<>();
  private boolean claimsHeld;

  private HeldDatabase(Installation hub, String name) throws SQLException {
    this.hub = hub;
    this.name = name;
    this.line = open();
  }

  static HeldDatabase of(Installation hub) throws SQLException {
    return new HeldDatabase(hub, "hub");
  }

  /** Beside the hub's database, from where it can be given another name. */
  static HeldDatabase besides(Installation hub) throws SQLException {
    return new HeldDatabase(hub, "postgres");
  }

  private Connection open() throws SQLException {
    try {
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + hub.port("database") + "/" + name,
          "postgres",
          Files.readString(hub.secret("database-admin.password")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void execute(String statement) throws SQLException {
    try (var prepared = line.createStatement()) {
      prepared.execute(statement);
    }
  }

  /** The first column of the first row; empty when there is none. */
  Optional<String> ask(String question, Object... values) {
    try (var prepared = prepared(line, question, values);
        var rows = prepared.executeQuery()) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(question, e);
    }
  }

  void await(String answer, String question, Object... values) {
    awaitWithin(SOON, answer, question, values);
  }

  void awaitWithin(Duration patience, String answer, String question, Object... values) {
    Waiting.until(
        question + " to say " + answer,
        patience,
        () -> ask(question, values),
        found -> found.filter(answer::equals).isPresent(),
        found -> found);
  }

  /** Does this in a transaction that stays open: whoever needs what it locks stands still. */
  Hold hold(String statement, Object... values) throws SQLException {
    var held = open();
    held.setAutoCommit(false);
    try (var prepared = prepared(held, statement, values)) {
      prepared.execute();
    }
    var hold = new Hold(held);
    holds.add(hold);
    return hold;
  }

  /** Work can be put into the outbox, and nobody takes any out of it. */
  Hold holdClaims() throws SQLException {
    if (!claimsHeld) {
      execute(
          "create function claims_stand_still() returns trigger language plpgsql as $$ begin"
              + " perform pg_advisory_xact_lock(8); return new; end $$");
      execute(
          "create trigger claims_stand_still before update on outbox for each row"
              + " execute function claims_stand_still()");
      claimsHeld = true;
    }
    return hold("select pg_advisory_xact_lock(8)");
  }

  private static PreparedStatement prepared(Connection line, String text, Object... values)
      throws SQLException {
    var prepared = line.prepareStatement(text);
    for (int i = 0; i < values.length; i++) {
      prepared.setObject(i + 1, values[i]);
    }
    return prepared;
  }

  /** What is held back until it is let go. */
  final class Hold {
    private final Connection held;

    private Hold(Connection held) {
      this.held = held;
    }

    /** Waits until somebody stands still here with such a statement; the number of its process. */
    int awaitSomebody(String statement) throws SQLException {
      var own = held.unwrap(org.postgresql.PGConnection.class).getBackendPID();
      var standing =
          Waiting.until(
              "somebody to stand still at " + statement,
              SOON,
              () ->
                  ask(
                      "select pid from pg_stat_activity where ? = any(pg_blocking_pids(pid))"
                          + " and query ilike ?",
                      own,
                      statement + "%"),
              Optional::isPresent,
              found -> found);
      return Integer.parseInt(standing.orElseThrow());
    }

    void letGo() throws SQLException {
      held.close();
    }
  }

  @Override
  public void close() throws SQLException {
    for (var hold : holds) {
      hold.letGo();
    }
    if (claimsHeld) {
      execute("drop trigger claims_stand_still on outbox");
      execute("drop function claims_stand_still()");
    }
    line.close();
  }
}
