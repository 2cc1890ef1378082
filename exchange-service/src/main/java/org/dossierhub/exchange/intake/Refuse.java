package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.logging.Logger;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.audit.EvidenceObjects;
import org.dossierhub.exchange.receipt.IssueReceipt;
import org.dossierhub.exchange.receipt.Refusal;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.Transactions;

/**
 * Gives a known sender its refusal as a signed document and keeps it in mind; a reused id raises an
 * alert.
 */
@ApplicationScoped
class Refuse {
  private static final Logger LOG = Correlation.logger(Refuse.class);

  private final IssueReceipt issueReceipt;
  private final EvidenceObjects evidence;
  private final AuditLog audit;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected Refuse() {
    this(null, null, null, null, null);
  }

  @Inject
  Refuse(
      IssueReceipt issueReceipt,
      EvidenceObjects evidence,
      AuditLog audit,
      Transactions transactions,
      Clock clock) {
    this.issueReceipt = issueReceipt;
    this.evidence = evidence;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  DossierRejected signed(SealedManifest sealed, DossierRejected refusal) {
    var manifest = sealed.manifest();
    var reason = refusal.reason();
    var now = clock.instant();
    var document =
        issueReceipt.refusing(
            manifest.id(),
            manifest.sender(),
            sealed.signed(),
            new Refusal(reason.code(), reason.vietnamese(), reason.english(), refusal.detail()),
            now);
    transactions.inOne(
        () -> {
          evidence.rejected(manifest.sender(), manifest.id(), now, document);
          audit.add(
              new AuditEntry(
                  now,
                  manifest.sender().value(),
                  reason == RejectionReason.ID_REUSED ? "ALERT_ID_REUSED" : "MESSAGE_REFUSED",
                  manifest.id().value(),
                  Optional.of(manifest.sender()),
                  refusal.getMessage()));
        });
    if (reason == RejectionReason.ID_REUSED) {
      LOG.warning(
          () ->
              "Message id "
                  + manifest.id()
                  + " of "
                  + manifest.sender()
                  + " came with other content");
    }
    return new DossierRejected(reason, refusal.detail(), Optional.of(document));
  }
}
