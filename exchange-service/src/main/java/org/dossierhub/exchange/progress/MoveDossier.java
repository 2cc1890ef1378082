package org.dossierhub.exchange.progress;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.delivery.PreparedMessage;
import org.dossierhub.exchange.delivery.SendMessage;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.StatusNotice;
import org.dossierhub.exchange.work.Transactions;

/**
 * Moves a dossier to another of the ten statuses: history, the fee that is asked for or paid with
 * it, audit, a STATUS message to whoever submitted it, and news for the portal, all in one
 * transaction.
 */
@ApplicationScoped
public class MoveDossier {
  private final Dossiers dossiers;
  private final CheckMove checkMove;
  private final SendMessage sendMessage;
  private final TellPortal tellPortal;
  private final AuditLog audit;
  private final Transactions transactions;

  /** For the container's proxy. */
  protected MoveDossier() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public MoveDossier(
      Dossiers dossiers,
      CheckMove checkMove,
      SendMessage sendMessage,
      TellPortal tellPortal,
      AuditLog audit,
      Transactions transactions) {
    this.dossiers = dossiers;
    this.checkMove = checkMove;
    this.sendMessage = sendMessage;
    this.tellPortal = tellPortal;
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * Refuses a move the table of that day does not permit, one without the reason it needs, and one
   * that somebody else was faster with.
   */
  public Dossier move(UUID id, BusinessState to, Optional<String> reason, String actor)
      throws MoveRefused {
    var dossier =
        dossiers
            .byId(id)
            .orElseThrow(() -> new MoveRefused("Không có hồ sơ này.", "There is no dossier " + id));
    var move = checkMove.check(dossier, to, reason, actor);
    var news = news(dossier, move);
    boolean moved = transactions.inOne(() -> write(dossier, move, news));
    if (!moved) {
      throw new MoveRefused(
          "Hồ sơ vừa được người khác chuyển trạng thái; hãy xem lại.",
          "Dossier " + dossier.code() + " was moved by somebody else meanwhile");
    }
    return dossiers.byId(id).orElseThrow();
  }

  private Optional<PreparedMessage> news(Dossier dossier, DossierMove move) {
    if (dossier.submitter().equals(dossier.agency())) {
      return Optional.empty();
    }
    return Optional.of(
        sendMessage.prepare(
            MessageKind.STATUS,
            dossier.agency(),
            dossier.submitter(),
            dossier,
            Optional.of(new StatusNotice(move.to().code(), move.at(), move.reason())),
            List.of()));
  }

  private boolean write(Dossier dossier, DossierMove move, Optional<PreparedMessage> news) {
    if (!dossiers.move(dossier, move)) {
      return false;
    }
    audit.add(
        new AuditEntry(
            move.at(),
            move.actor(),
            "DOSSIER_MOVED",
            dossier.code().value(),
            Optional.of(dossier.agency()),
            dossier.business().code()
                + " → "
                + move.to().code()
                + move.reason().map(text -> ": " + text).orElse("")));
    news.ifPresent(sendMessage::enqueue);
    tellPortal.about(dossier, move.sequence());
    return true;
  }
}
