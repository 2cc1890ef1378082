package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.result.Result;

/**
 * The desk's lines in the audit log; the subject is the dossier's code, the detail begins with the
 * result's id.
 */
@Dependent
class Journal {
  private final AuditLog log;

  @Inject
  Journal(AuditLog log) {
    this.log = log;
  }

  void note(Instant at, Account by, String action, Result result, String detail) {
    note(at, by.username(), action, result, detail);
  }

  /** What the hub did by itself. */
  void noteOwn(Instant at, String action, Result result, String detail) {
    note(at, "hub", action, result, detail);
  }

  private void note(Instant at, String actor, String action, Result result, String detail) {
    log.add(
        new AuditEntry(
            at,
            actor,
            action,
            result.dossier().value(),
            Optional.of(result.agency()),
            result.id() + (detail.isEmpty() ? "" : " " + detail)));
  }
}
