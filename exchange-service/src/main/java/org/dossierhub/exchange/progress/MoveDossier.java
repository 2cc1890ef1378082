package org.dossierhub.exchange.progress;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Dossier;

/** Moves a dossier to another of the ten statuses and tells its submitter and the portal. */
@ApplicationScoped
public class MoveDossier {

  /** Refuses a move the table of that day does not permit, or one without the reason it needs. */
  public Dossier move(UUID dossier, BusinessState to, Optional<String> reason, String actor)
      throws MoveRefused {
    throw new MoveRefused("Chưa sẵn sàng", "not built yet: " + dossier + to + reason + actor);
  }
}
