package org.dossierhub.exchange.progress;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.MoveReference;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.exchange.settings.PortalSettings;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.WorkKind;

/**
 * Queues a line of a dossier's history for the National Portal, in order for each dossier. Without
 * a portal nothing is queued; a procedure without national code reads chưa thể đồng bộ.
 */
@ApplicationScoped
public class TellPortal {
  private static final String LANE = "portal";

  private final PortalSettings portal;
  private final Procedures procedures;
  private final Dossiers dossiers;
  private final Outbox outbox;

  /** For the container's proxy. */
  protected TellPortal() {
    this(null, null, null, null);
  }

  @Inject
  public TellPortal(
      PortalSettings portal, Procedures procedures, Dossiers dossiers, Outbox outbox) {
    this.portal = portal;
    this.procedures = procedures;
    this.dossiers = dossiers;
    this.outbox = outbox;
  }

  /** In the caller's transaction. */
  public void about(Dossier dossier, int sequence) {
    if (portal.connection().isEmpty()) {
      return;
    }
    if (dossier.procedure().flatMap(procedures::byCode).isEmpty()) {
      dossiers.synchronisation(dossier.id(), SynchronisationState.NOT_POSSIBLE);
      return;
    }
    dossiers.synchronisation(dossier.id(), SynchronisationState.WAITING);
    outbox.addInOrder(
        WorkKind.SYNCHRONISE_PORTAL,
        LANE,
        new MoveReference(dossier.id(), sequence).text(),
        dossier.id().toString());
  }
}
