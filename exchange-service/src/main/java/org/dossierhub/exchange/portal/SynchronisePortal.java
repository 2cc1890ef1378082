package org.dossierhub.exchange.portal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.MoveReference;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.settings.PortalSettings;
import org.dossierhub.exchange.synchronisation.PortalCalls;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;

/**
 * Tells the portal one line of a dossier's history. The first line the portal takes is sent as new
 * ({@code isUpdating} false), all later ones as updates; a line it has taken is not told again. The
 * outbox keeps the lines of one dossier in order. A node that stood still before its call may have
 * told an old line last: then the newest is told again.
 */
@ApplicationScoped
public class SynchronisePortal implements Worker {
  private PortalSettings settings;
  private PortalClient portal;
  private PortalDossier form;
  private PortalCalls calls;
  private Dossiers dossiers;
  private Procedures procedures;
  private Results results;
  private Outbox outbox;
  private Transactions transactions;
  private Clock clock;

  /** For the container's proxy. */
  protected SynchronisePortal() {}

  @Inject
  SynchronisePortal(
      PortalSettings settings,
      PortalClient portal,
      PortalDossier form,
      PortalCalls calls,
      Dossiers dossiers,
      Procedures procedures,
      Results results,
      Outbox outbox,
      Transactions transactions,
      Clock clock) {
    this.settings = settings;
    this.portal = portal;
    this.form = form;
    this.calls = calls;
    this.dossiers = dossiers;
    this.procedures = procedures;
    this.results = results;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public WorkKind kind() {
    return WorkKind.SYNCHRONISE_PORTAL;
  }

  @Override
  public void perform(Work work) {
    var line = MoveReference.parse(work.subject());
    var dossier =
        dossiers
            .byId(line.dossier())
            .orElseThrow(() -> new IllegalStateException("No dossier " + line.dossier()));
    var connection = settings.connection();
    if (connection.isEmpty()) {
      dossiers.synchronisation(dossier.id(), SynchronisationState.NOT_CONFIGURED);
      return;
    }
    var procedure =
        dossier.procedure().flatMap(procedures::byCode).filter(Procedure::canBeSynchronised);
    if (procedure.isEmpty()) {
      dossiers.synchronisation(dossier.id(), SynchronisationState.NOT_POSSIBLE);
      return;
    }
    var history = dossiers.history(dossier.id());
    var move =
        history.stream()
            .filter(each -> each.sequence() == line.sequence())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("No line " + line.text()));
    var call =
        new PortalCalls.Call(connection.get().url().toString(), dossier.code(), line.sequence());
    if (!calls.isAccepted(call) && !tell(work, call, dossier, move, procedure.get())) {
      tellNewestAgain(work, call, dossier);
      return;
    }
    boolean newest = history.get(history.size() - 1).sequence() == line.sequence();
    if (newest && outbox.isHeld(work)) {
      dossiers.synchronisation(dossier.id(), SynchronisationState.SYNCHRONISED);
    }
  }

  /** Somebody else holds this line by now, and may have told later ones before this call came. */
  private void tellNewestAgain(Work work, PortalCalls.Call call, Dossier dossier) {
    var history = dossiers.history(dossier.id());
    int newest = history.get(history.size() - 1).sequence();
    if (newest == call.sequence()) {
      return;
    }
    transactions.inOne(
        () -> {
          calls.tellAgain(new PortalCalls.Call(call.destination(), call.dossier(), newest));
          outbox.addInOrder(
              kind(),
              work.lane(),
              new MoveReference(dossier.id(), newest).text(),
              dossier.id().toString());
        });
  }

  /** False when somebody else held the work before the answer was there: it means nothing then. */
  private boolean tell(
      Work work, PortalCalls.Call call, Dossier dossier, DossierMove move, Procedure procedure) {
    var data = form.of(dossier, move, procedure, results.ofDossier(dossier.id()));
    boolean updating = calls.isKnown(call.destination(), call.dossier());
    if (!outbox.isHeld(work)) {
      return true; // nothing was told
    }
    int attempt = calls.attempt(call, updating, clock.instant());
    boolean answerMayBeLost = attempt > 1;
    try {
      var errorCode = portal.synchronise(data, updating);
      if (!errorCode.equals(PortalClient.SUCCESS) && !updating && answerMayBeLost) {
        // The portal may have taken the first call before its answer was lost: then it knows the
        // dossier, and only an update is right.
        errorCode = portal.synchronise(data, true);
      }
      if (errorCode.equals(PortalClient.SUCCESS)) {
        calls.accepted(call, attempt, clock.instant());
      }
      if (!outbox.isHeld(work)) {
        return false;
      }
      if (!errorCode.equals(PortalClient.SUCCESS)) {
        calls.refused(call, errorCode);
        dossiers.synchronisation(dossier.id(), SynchronisationState.FAILED);
        throw new IllegalStateException(
            "The portal refuses " + dossier.code().value() + " with error_code " + errorCode);
      }
      return true;
    } catch (IOException e) {
      throw new TryAgainLater("The portal did not answer: " + e.getMessage(), e);
    }
  }
}
