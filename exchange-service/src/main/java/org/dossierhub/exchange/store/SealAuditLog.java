package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.audit.AuditChain;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.identity.Sha256;
import org.jdbi.v3.core.Handle;

/**
 * Gives the entries of the audit log their places in the chain. One node at a time does it, by a
 * lock that nobody else waits for; what is written meanwhile is sealed in the next round.
 */
@ApplicationScoped
public class SealAuditLog {
  private static final int AT_ONCE = 1_000;

  /** Of the database's advisory locks; any number that is not used for another one. */
  private static final long LEASE = 0x6175646974L;

  private final Database database;
  private final Transactions transactions;

  /** For the container's proxy. */
  protected SealAuditLog() {
    this(null, null);
  }

  @Inject
  public SealAuditLog(Database database, Transactions transactions) {
    this.database = database;
    this.transactions = transactions;
  }

  /** How many entries were sealed; none when another node is at it. */
  public int seal() {
    int all = 0;
    int some;
    do {
      some = transactions.inOne(() -> database.read(SealAuditLog::sealSome));
      all += some;
    } while (some == AT_ONCE);
    return all;
  }

  private record Place(long place, Sha256 hash) {}

  private static int sealSome(Handle h) {
    var leased =
        h.createQuery("select pg_try_advisory_xact_lock(:lease)")
            .bind("lease", LEASE)
            .mapTo(Boolean.class)
            .one();
    if (!leased) {
      return 0;
    }
    var entries =
        h.createQuery(
                "select a.* from (select entry from audit_to_seal order by entry limit :atOnce) s"
                    + " join audit_log a on a.id = s.entry order by a.id")
            .bind("atOnce", AT_ONCE)
            .map((row, context) -> NumberedEntry.of(row))
            .list();
    if (entries.isEmpty()) {
      return 0;
    }
    var last = last(h);
    var seals = h.prepareBatch("insert into audit_seal (place, entry, hash) values (?, ?, ?)");
    var done = h.prepareBatch("delete from audit_to_seal where entry = ?");
    for (var entry : entries) {
      long place = last.place() + 1;
      last = new Place(place, AuditChain.next(last.hash(), place, entry.number(), entry.entry()));
      seals.add(place, entry.number(), last.hash().hex());
      done.add(entry.number());
    }
    seals.execute();
    done.execute();
    return entries.size();
  }

  private static Place last(Handle h) {
    return h.createQuery("select place, hash from audit_seal order by place desc limit 1")
        .map((row, context) -> new Place(row.getLong("place"), new Sha256(row.getString("hash"))))
        .findOne()
        .orElse(new Place(0, AuditChain.BEGINNING));
  }
}
