package org.dossierhub.exchange.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dossierhub.exchange.audit.AuditChain;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.timestamp.TimestampTrust;

/**
 * Reads the whole audit log and finds the first place where it is not as it was sealed. Needs no
 * running hub, only the database and the anchors of the time-stamp authority; takes one row at a
 * time.
 */
final class ExamineAuditLog {
  private static final int ROWS_AT_ONCE = 1_000;

  private final Connection connection;
  private final TimestampTrust trust;

  /** A connection on which no transaction has begun. */
  ExamineAuditLog(Connection connection, TimestampTrust trust) {
    this.connection = connection;
    this.trust = trust;
  }

  /**
   * @param sealed places that are in order, up to the broken one
   * @param waiting entries that have no place yet, because the sealer has not come to them
   * @param anchored the last place that an authority confirmed, and when
   * @param broken absent when nothing is wrong
   */
  record Finding(long sealed, long waiting, Optional<Anchored> anchored, Optional<Broken> broken) {}

  /** What an authority confirmed. */
  record Anchored(long place, Instant at) {}

  /**
   * @param place where the log is not what it was; after the last place when its end is missing
   */
  record Broken(long place, Kind kind, long entry) {}

  /** What may have happened to a log. */
  enum Kind {
    ALTERED("bản ghi bị sửa hoặc đổi chỗ", "an entry was altered or exchanged"),
    ENTRY_MISSING("bản ghi bị xóa", "an entry is missing"),
    PLACE_MISSING("một vị trí trong chuỗi bị xóa", "a place of the chain is missing"),
    END_MISSING("phần cuối của nhật ký bị xóa", "the end of the log is missing"),
    NEVER_SEALED(
        "bản ghi được chèn ngoài chuỗi", "an entry was put in that was never to be sealed"),
    ANCHOR_DIFFERS(
        "chuỗi không khớp dấu thời gian đã neo", "the chain is not the one that was time-stamped");

    final String vietnamese;
    final String english;

    Kind(String vietnamese, String english) {
      this.vietnamese = vietnamese;
      this.english = english;
    }
  }

  Finding examine() throws SQLException {
    connection.setAutoCommit(false); // one view of everything, and rows come in portions
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    try {
      return walk(anchors());
    } finally {
      connection.rollback();
    }
  }

  private Map<Long, byte[]> anchors() throws SQLException {
    var anchors = new TreeMap<Long, byte[]>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select place, token from audit_anchor")) {
      while (rows.next()) {
        anchors.put(rows.getLong("place"), rows.getBytes("token"));
      }
    }
    return anchors;
  }

  private Finding walk(Map<Long, byte[]> anchors) throws SQLException {
    long place = 0;
    var hash = AuditChain.BEGINNING;
    Optional<Anchored> anchored = Optional.empty();
    Optional<Broken> broken = Optional.empty();
    try (var statement = connection.createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (var rows =
          statement.executeQuery(
              "select s.place, s.entry, s.hash, a.* from audit_seal s"
                  + " left join audit_log a on a.id = s.entry order by s.place")) {
        while (broken.isEmpty() && rows.next()) {
          broken = differs(rows, place + 1, hash);
          if (broken.isEmpty()) {
            place++;
            hash = new Sha256(rows.getString("hash"));
            var token = anchors.remove(place);
            if (token != null) {
              try {
                anchored = Optional.of(new Anchored(place, trust.check(token, hash.bytes())));
              } catch (IOException e) {
                broken = Optional.of(new Broken(place, Kind.ANCHOR_DIFFERS, rows.getLong("entry")));
              }
            }
          }
        }
      }
    }
    if (broken.isEmpty() && !anchors.isEmpty()) {
      broken = Optional.of(new Broken(place + 1, Kind.END_MISSING, 0));
    }
    if (broken.isEmpty()) {
      broken = neverSealed(place);
    }
    return new Finding(place, waiting(), anchored, broken);
  }

  private static Optional<Broken> differs(ResultSet row, long place, Sha256 before)
      throws SQLException {
    long entry = row.getLong("entry");
    if (row.getLong("place") != place) {
      return Optional.of(new Broken(place, Kind.PLACE_MISSING, entry));
    }
    if (row.getObject("id") == null) {
      return Optional.of(new Broken(place, Kind.ENTRY_MISSING, entry));
    }
    var expected = AuditChain.next(before, place, entry, NumberedEntry.of(row).entry());
    return expected.hex().equals(row.getString("hash"))
        ? Optional.empty()
        : Optional.of(new Broken(place, Kind.ALTERED, entry));
  }

  /** An entry that was added without the trigger, or whose seal was taken away at the end. */
  private Optional<Broken> neverSealed(long last) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select min(a.id) from audit_log a"
                    + " where not exists (select 1 from audit_seal s where s.entry = a.id)"
                    + " and not exists (select 1 from audit_to_seal t where t.entry = a.id)")) {
      rows.next();
      long entry = rows.getLong(1);
      return rows.wasNull()
          ? Optional.empty()
          : Optional.of(new Broken(last + 1, Kind.NEVER_SEALED, entry));
    }
  }

  private long waiting() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from audit_to_seal")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
