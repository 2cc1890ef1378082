package org.dossierhub.exchange.progress;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.message.StatusNotice;

/**
 * Writes down the status that the deciding agency tells from elsewhere. A move the table does not
 * permit is not made, but kept in the audit log: the message was received all the same (fault F16).
 */
@ApplicationScoped
public class TakeStatus {
  private final Dossiers dossiers;
  private final CheckMove checkMove;
  private final TellPortal tellPortal;
  private final AuditLog audit;

  /** For the container's proxy. */
  protected TakeStatus() {
    this(null, null, null, null);
  }

  @Inject
  public TakeStatus(Dossiers dossiers, CheckMove checkMove, TellPortal tellPortal, AuditLog audit) {
    this.dossiers = dossiers;
    this.checkMove = checkMove;
    this.tellPortal = tellPortal;
    this.audit = audit;
  }

  /** In the caller's transaction. */
  public void take(Dossier dossier, StatusNotice notice) {
    var to = BusinessState.of(notice.code());
    var actor = dossier.agency().value();
    try {
      var permitted = checkMove.check(dossier, to, notice.reason(), actor);
      var move =
          new DossierMove(
              permitted.sequence(),
              permitted.from(),
              to,
              notice.since(),
              actor,
              permitted.reason());
      if (!dossiers.move(dossier, move)) {
        throw new MoveRefused(
            "Hồ sơ vừa được chuyển trạng thái.", "the dossier was moved meanwhile");
      }
      log(dossier, move, "DOSSIER_MOVED", dossier.business().code() + " → " + to.code());
      tellPortal.about(dossier, move.sequence());
    } catch (MoveRefused e) {
      log(
          dossier,
          new DossierMove(1, Optional.empty(), to, notice.since(), actor, notice.reason()),
          "STATUS_OUT_OF_ORDER",
          e.getMessage());
    }
  }

  private void log(Dossier dossier, DossierMove move, String action, String detail) {
    audit.add(
        new AuditEntry(
            move.at(),
            move.actor(),
            action,
            dossier.code().value(),
            Optional.of(dossier.agency()),
            detail));
  }
}
