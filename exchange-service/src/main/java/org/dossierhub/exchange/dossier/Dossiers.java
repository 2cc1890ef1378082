package org.dossierhub.exchange.dossier;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;

/**
 * The register of dossiers. All changes happen in the caller's transaction. What acts for an
 * official uses {@link #ofAgency(AgencyCode, UUID)}: a dossier of another agency is as absent as
 * one that does not exist.
 */
public interface Dossiers {

  Optional<Dossier> ofAgency(AgencyCode agency, UUID id);

  List<Dossier> search(DossierSearch search);

  /** For workers of the hub, who act for no agency. */
  Optional<Dossier> byId(UUID id);

  /** For workers of the hub, who act for no agency. */
  Optional<Dossier> byCode(DossierCode code);

  /** Registers a dossier with the first line of its history; false when its code is taken. */
  boolean register(Dossier dossier, DossierMove first);

  /**
   * Status and fee together ({@link FeeState#after}). False when the dossier is no longer in the
   * version that was read.
   */
  boolean move(Dossier read, DossierMove move);

  void signing(UUID id, SigningState state);

  void delivery(UUID id, DeliveryState state);

  void synchronisation(UUID id, SynchronisationState state);

  void light(UUID id, TrafficLight light);

  /** The oldest first. */
  List<DossierMove> history(UUID id);

  /** The next running number of that agency and day, from 1; a number may stay unused. */
  int nextNumber(AgencyCode agency, LocalDate day);
}
