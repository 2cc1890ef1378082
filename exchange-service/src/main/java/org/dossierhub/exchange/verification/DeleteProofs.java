package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.dossier.KeptProofs;
import org.dossierhub.exchange.work.Transactions;

/**
 * An administrator deletes what a stored verdict rests on (Thông tư 15/2025/TT-BKHCN, Điều 5.10).
 * The verdict stays, and so do bytes that another verdict rests on; who deleted what and why is in
 * the audit log, written in the same transaction.
 */
@ApplicationScoped
public class DeleteProofs {
  private KeptProofs proofs;
  private AuditLog audit;
  private Transactions transactions;
  private Clock clock;

  /** For the container. */
  protected DeleteProofs() {}

  @Inject
  public DeleteProofs(KeptProofs proofs, AuditLog audit, Transactions transactions, Clock clock) {
    this.proofs = proofs;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @return empty unless the account administers the agency whose verdict it is
   */
  public Optional<KeptProofs.Deleted> delete(Account by, long report, String reason) {
    if (!by.mayActAs(Role.ADMINISTRATOR)) {
      return Optional.empty();
    }
    return transactions.inOne(
        () ->
            proofs
                .verdict(by.agency(), report)
                .map(
                    verdict -> {
                      var now = clock.instant();
                      var deleted = proofs.delete(by.agency(), report, by.username(), now);
                      audit.add(
                          new AuditEntry(
                              now,
                              by.username(),
                              "PROOFS_DELETED",
                              verdict.dossier().value(),
                              Optional.of(by.agency()),
                              "report "
                                  + report
                                  + ": "
                                  + deleted.taken()
                                  + " deleted, "
                                  + deleted.usedByOthers()
                                  + " of them still used by other reports; "
                                  + reason));
                      return deleted;
                    }));
  }
}
