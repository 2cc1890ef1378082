package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.Agreements;
import org.dossierhub.exchange.agency.ExchangeAgreement;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Says whether a known sender may send this message to that recipient today, before a byte of its
 * parts is read.
 */
@ApplicationScoped
class Admit {
  /** Agreements are dated in the time of Viet Nam. */
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private final Agencies agencies;
  private final Agreements agreements;
  private final Clock clock;

  /** For the container's proxy. */
  protected Admit() {
    this(null, null, null);
  }

  @Inject
  Admit(Agencies agencies, Agreements agreements, Clock clock) {
    this.agencies = agencies;
    this.agreements = agreements;
    this.clock = clock;
  }

  /** Who receives it: the recipient, or whoever took over from it. */
  Agency admit(Manifest manifest) throws DossierRejected {
    if (!manifest.classification().mayBeCarried()) {
      throw new DossierRejected(
          RejectionReason.CLASSIFIED, "classified " + manifest.classification().label());
    }
    if (manifest.kind() == MessageKind.EVIDENCE) {
      throw new DossierRejected(
          RejectionReason.MALFORMED, "messages of kind EVIDENCE come from the hub alone");
    }
    var recipient = recipient(manifest);
    var agreement = agreement(manifest, recipient);
    checkLimits(manifest, agreement.limits().within(Limits.GREATEST));
    checkDossierCode(manifest, recipient);
    return recipient;
  }

  private Agency recipient(Manifest manifest) throws DossierRejected {
    var now = clock.instant();
    var receiving = agencies.receivingFor(manifest.recipient(), now);
    if (receiving.isPresent()) {
      return receiving.get();
    }
    var replaced =
        agencies
            .byCode(manifest.recipient())
            .filter(named -> named.endedAt(now))
            .flatMap(Agency::succession);
    if (replaced.isPresent()) {
      throw new DossierRejected(
          RejectionReason.RECIPIENT_REPLACED,
          manifest.recipient()
              + " has ended; its successor is "
              + replaced.get().successor()
              + " ("
              + replaced.get().basis()
              + ")");
    }
    throw new DossierRejected(
        RejectionReason.UNKNOWN_RECIPIENT, "no open agency " + manifest.recipient());
  }

  /** Agreements with an agency that has ended go on for whoever took over from it. */
  private ExchangeAgreement agreement(Manifest manifest, Agency recipient) throws DossierRejected {
    var today = LocalDate.now(clock.withZone(VIETNAM));
    var found = between(manifest.sender(), manifest.recipient(), manifest, today);
    if (found.isEmpty() && !recipient.code().equals(manifest.recipient())) {
      found = between(manifest.sender(), recipient.code(), manifest, today);
    }
    return found.orElseThrow(
        () ->
            new DossierRejected(
                RejectionReason.NO_AGREEMENT,
                "from "
                    + manifest.sender()
                    + " to "
                    + manifest.recipient()
                    + " for "
                    + manifest.procedure().map(Object::toString).orElse("no procedure")
                    + " on "
                    + today));
  }

  private Optional<ExchangeAgreement> between(
      AgencyCode sender, AgencyCode recipient, Manifest manifest, LocalDate today) {
    var found = agreements.between(sender, recipient, manifest.procedure(), today);
    if (found.isEmpty() && manifest.kind() != MessageKind.DOSSIER) {
      // What is told about a dossier goes back under the agreement the dossier came by.
      return agreements.between(recipient, sender, manifest.procedure(), today);
    }
    return found;
  }

  private static void checkLimits(Manifest manifest, Limits limits) throws DossierRejected {
    long total = 0;
    if (manifest.parts().size() > limits.parts()) {
      throw tooMuch("parts", limits.parts(), manifest.parts().size());
    }
    for (var part : manifest.parts()) {
      if (part.size() > limits.partBytes()) {
        throw tooMuch("bytes in part \"" + part.name() + "\"", limits.partBytes(), part.size());
      }
      total += part.size();
    }
    if (total > limits.messageBytes()) {
      throw tooMuch("bytes in all parts together", limits.messageBytes(), total);
    }
  }

  private static DossierRejected tooMuch(String what, long most, long found) {
    return new DossierRejected(
        RejectionReason.LIMIT_EXCEEDED, "at most " + most + " " + what + ", found " + found);
  }

  private void checkDossierCode(Manifest manifest, Agency recipient) throws DossierRejected {
    boolean given = manifest.dossier().isPresent();
    // Only for a desk in the hub the hub itself may give the code.
    if (!given && !(manifest.kind() == MessageKind.DOSSIER && recipient.hasDeskHere())) {
      throw new DossierRejected(
          RejectionReason.DOSSIER_CODE_MISSING,
          manifest.kind() + " message to " + recipient.code() + " without a dossier code");
    }
    var future = manifest.dossier().filter(code -> code.liesInTheFuture(clock));
    if (future.isPresent()) {
      throw new DossierRejected(
          RejectionReason.MALFORMED, "dossier code " + future.get() + " is of a day to come");
    }
  }
}
