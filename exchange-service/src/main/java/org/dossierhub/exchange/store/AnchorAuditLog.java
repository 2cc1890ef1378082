package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.timestamp.AskTimestamp;
import org.jdbi.v3.core.Handle;

/**
 * Has the newest hash of the audit log time-stamped by an authority outside: from then on not even
 * who owns the database can write the log anew up to that place.
 */
@ApplicationScoped
public class AnchorAuditLog {
  private static final String SHA_256 = "2.16.840.1.101.3.4.2.1";

  private final Database database;
  private final Transactions transactions;
  private final AskTimestamp ask;
  private final Clock clock;

  /** For the container's proxy. */
  protected AnchorAuditLog() {
    this(null, null, null, null);
  }

  @Inject
  public AnchorAuditLog(
      Database database, Transactions transactions, AskTimestamp ask, Clock clock) {
    this.database = database;
    this.transactions = transactions;
    this.ask = ask;
    this.clock = clock;
  }

  private record Head(long place, String hash) {}

  /**
   * The place that is anchored now; absent when nothing was added since the last time.
   *
   * @throws UncheckedIOException if the authority gives no time-stamp; the next round tries again
   */
  public Optional<Long> anchor() {
    var head = notAnchored();
    if (head.isEmpty()) {
      return Optional.empty();
    }
    byte[] token;
    try {
      token = ask.token(SHA_256, HexFormat.of().parseHex(head.get().hash()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    transactions.inOne(() -> database.write(h -> keep(h, head.get(), token)));
    return Optional.of(head.get().place());
  }

  private void keep(Handle h, Head head, byte[] token) {
    h.createUpdate(
            "insert into audit_anchor (place, at, token) values (:place, :at, :token)"
                + " on conflict do nothing")
        .bind("place", head.place())
        .bind("at", clock.instant())
        .bind("token", token)
        .execute();
  }

  private Optional<Head> notAnchored() {
    return database.read(
        h ->
            h.createQuery(
                    "select place, hash from audit_seal"
                        + " where place > coalesce((select max(place) from audit_anchor), 0)"
                        + " order by place desc limit 1")
                .map((row, context) -> new Head(row.getLong("place"), row.getString("hash")))
                .findOne());
  }
}
