package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.FeeState;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.exchange.progress.TakeStatus;
import org.dossierhub.exchange.progress.TellPortal;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;

/**
 * Finds or registers the dossier a message is about. All of it happens in the caller's transaction.
 */
@ApplicationScoped
class RegisterDossier {
  private final Agencies agencies;
  private final Dossiers dossiers;
  private final Procedures procedures;
  private final TakeStatus takeStatus;
  private final TellPortal tellPortal;

  /** For the container's proxy. */
  protected RegisterDossier() {
    this(null, null, null, null, null);
  }

  @Inject
  RegisterDossier(
      Agencies agencies,
      Dossiers dossiers,
      Procedures procedures,
      TakeStatus takeStatus,
      TellPortal tellPortal) {
    this.agencies = agencies;
    this.dossiers = dossiers;
    this.procedures = procedures;
    this.takeStatus = takeStatus;
    this.tellPortal = tellPortal;
  }

  /** Refuses what concerns somebody else's dossier, a finished one, or none. */
  Dossier register(Manifest manifest, Agency recipient, DossierCode code, Instant receivedAt)
      throws DossierRejected {
    return manifest.kind() == MessageKind.DOSSIER
        ? handedIn(manifest, recipient, code, receivedAt)
        : toldAbout(manifest, code, receivedAt);
  }

  private Dossier handedIn(
      Manifest manifest, Agency recipient, DossierCode code, Instant receivedAt)
      throws DossierRejected {
    var known = dossiers.byCode(code);
    if (known.isEmpty()) {
      var dossier = newDossier(manifest, recipient, code, receivedAt);
      var first =
          new DossierMove(
              1,
              Optional.empty(),
              dossier.business(),
              receivedAt,
              manifest.sender().value(),
              Optional.empty());
      if (dossiers.register(dossier, first)) {
        tellPortal.about(dossier, first.sequence());
        return dossier;
      }
      // Another message registered the code at this very moment: this one is a supplement, or is
      // refused.
      known = dossiers.byCode(code);
    }
    if (manifest.dossier().isEmpty()) {
      // The hub gave the code, and a sender took it for another dossier meanwhile: nobody's
      // papers may become a supplement to somebody else's.
      throw new TryAgainLater(code + " has just been registered for another dossier");
    }
    return supplemented(manifest, recipient, known.orElseThrow(), receivedAt);
  }

  private Dossier supplemented(
      Manifest manifest, Agency recipient, Dossier dossier, Instant receivedAt)
      throws DossierRejected {
    if (!isOrHasTakenOver(manifest.sender(), dossier.submitter(), receivedAt)
        || !isOrHasTakenOver(recipient.code(), dossier.agency(), receivedAt)) {
      throw new DossierRejected(
          RejectionReason.DOSSIER_OF_OTHERS,
          dossier.code()
              + " was not handed in by "
              + manifest.sender()
              + " to "
              + manifest.recipient());
    }
    if (dossier.business().isFinal()) {
      throw new DossierRejected(
          RejectionReason.DOSSIER_CLOSED,
          dossier.code() + " has status " + dossier.business().code());
    }
    return dossier;
  }

  /** A dossier of an agency that has ended is carried on by whoever took over. */
  private boolean isOrHasTakenOver(AgencyCode now, AgencyCode before, Instant at) {
    return now.equals(before)
        || agencies.receivingFor(before, at).filter(heir -> heir.code().equals(now)).isPresent();
  }

  private Dossier toldAbout(Manifest manifest, DossierCode code, Instant receivedAt)
      throws DossierRejected {
    var dossier =
        dossiers
            .byCode(code)
            .orElseThrow(
                () ->
                    new DossierRejected(
                        RejectionReason.UNKNOWN_DOSSIER, "no dossier " + code + " is registered"));
    if (!isOrHasTakenOver(manifest.sender(), dossier.agency(), receivedAt)) {
      throw new DossierRejected(
          RejectionReason.DOSSIER_OF_OTHERS, code + " is not decided by " + manifest.sender());
    }
    if (manifest.kind() == MessageKind.STATUS) {
      takeStatus.take(dossier, manifest.status().orElseThrow());
    }
    return dossier;
  }

  private Dossier newDossier(
      Manifest manifest, Agency recipient, DossierCode code, Instant receivedAt) {
    return new Dossier(
        UUID.randomUUID(),
        code,
        recipient.code(),
        manifest.sender(),
        manifest.procedure(),
        manifest
            .subject()
            .or(() -> manifest.procedure().flatMap(procedures::byCode).map(Procedure::name))
            .orElse("Hồ sơ " + code),
        manifest.applicant(),
        receivedAt,
        BusinessState.NEWLY_SUBMITTED,
        receivedAt,
        FeeState.NONE_DUE,
        SigningState.NOT_BEGUN,
        DeliveryState.NOTHING_TO_SEND,
        SynchronisationState.NOT_CONFIGURED,
        TrafficLight.NOT_JUDGED,
        0);
  }
}
