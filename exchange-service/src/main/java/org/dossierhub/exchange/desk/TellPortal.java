package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.UUID;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.MoveReference;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.WorkKind;

/**
 * Tells the portal a dossier's newest state again, because its results have changed and the state
 * has not.
 */
@Dependent
class TellPortal {
  private final Dossiers dossiers;
  private final Outbox outbox;

  @Inject
  TellPortal(Dossiers dossiers, Outbox outbox) {
    this.dossiers = dossiers;
    this.outbox = outbox;
  }

  /** In the caller's transaction, after everything already waiting for this dossier. */
  void again(UUID dossier) {
    var history = dossiers.history(dossier);
    var newest = new MoveReference(dossier, history.get(history.size() - 1).sequence());
    outbox.addInOrder(WorkKind.SYNCHRONISE_PORTAL, "portal", newest.text(), dossier.toString());
  }
}
