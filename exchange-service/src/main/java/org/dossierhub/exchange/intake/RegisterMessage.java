package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.delivery.QueueDelivery;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.receipt.Receipt;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.DossierCode;

/**
 * The one transaction behind a receipt: message, parts, dossier, proof, receipt and the work that
 * follows, or nothing.
 */
@ApplicationScoped
class RegisterMessage {
  private final Transactions transactions;
  private final Inbox inbox;
  private final Payloads payloads;
  private final RegisterDossier registerDossier;
  private final KeepProof keepProof;
  private final Outbox outbox;
  private final QueueDelivery queueDelivery;
  private final AuditLog audit;

  /** For the container's proxy. */
  protected RegisterMessage() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  RegisterMessage(
      Transactions transactions,
      Inbox inbox,
      Payloads payloads,
      RegisterDossier registerDossier,
      KeepProof keepProof,
      Outbox outbox,
      QueueDelivery queueDelivery,
      AuditLog audit) {
    this.transactions = transactions;
    this.inbox = inbox;
    this.payloads = payloads;
    this.registerDossier = registerDossier;
    this.keepProof = keepProof;
    this.outbox = outbox;
    this.queueDelivery = queueDelivery;
    this.audit = audit;
  }

  /** Everything that is known about a message when its receipt is signed. */
  record Accepted(
      SealedManifest sealed,
      Channel channel,
      Agency recipient,
      List<Payload> parts,
      DossierCode dossier,
      Instant receivedAt,
      Receipt receipt) {}

  /** False, and nothing written, when a copy of the message was registered at the same moment. */
  boolean inOneTransaction(Accepted accepted) throws DossierRejected {
    try {
      transactions.inOne(() -> write(accepted));
      return true;
    } catch (RolledBack e) {
      if (e.refusal.isPresent()) {
        throw e.refusal.get();
      }
      return false;
    }
  }

  private void write(Accepted accepted) {
    var manifest = accepted.sealed().manifest();
    // In one order for everybody, so that two messages with the same parts cannot wait for one
    // another.
    accepted.parts().stream()
        .sorted(Comparator.comparing(part -> part.sha256().hex()))
        .forEach(payloads::register);
    // The parts are locked from here on: whoever brings the same at this moment is seen.
    var twins =
        manifest
            .partsDigest()
            .map(digest -> inbox.withParts(manifest.sender(), digest))
            .orElse(List.of());
    var reference = UUID.randomUUID();
    var dossier = registerDossier(accepted);
    var message =
        new StoredMessage(
            reference,
            manifest,
            accepted.sealed().signed(),
            accepted.sealed().content(),
            accepted.channel(),
            Optional.of(dossier),
            accepted.receivedAt(),
            Optional.of(accepted.receipt().document()),
            Optional.of(CertificateId.of(accepted.sealed().signer())));
    if (!inbox.add(message)) {
      throw new RolledBack(Optional.empty());
    }
    keepProof.of(accepted, reference);
    if (manifest.kind() == MessageKind.DOSSIER) {
      outbox.add(WorkKind.JUDGE_DOCUMENTS, manifest.sender().value(), reference.toString());
    }
    if (!accepted.recipient().hasDeskHere()) {
      queueDelivery.queue(reference, accepted.recipient(), Optional.of(dossier));
    }
    log(accepted, "MESSAGE_ACCEPTED", manifest.kind() + " for " + accepted.dossier());
    var named = manifest.recipient();
    if (!accepted.recipient().code().equals(named)) {
      log(
          accepted,
          "MESSAGE_FORWARDED",
          named + " has ended; " + accepted.recipient().code() + " took over");
    }
    if (!twins.isEmpty()) {
      log(accepted, "SAME_PARTS_OTHER_ID", "the same parts came as " + twins);
    }
  }

  private UUID registerDossier(Accepted accepted) {
    try {
      return registerDossier
          .register(
              accepted.sealed().manifest(),
              accepted.recipient(),
              accepted.dossier(),
              accepted.receivedAt())
          .id();
    } catch (DossierRejected refusal) {
      throw new RolledBack(Optional.of(refusal));
    }
  }

  private void log(Accepted accepted, String action, String detail) {
    var manifest = accepted.sealed().manifest();
    audit.add(
        new AuditEntry(
            accepted.receivedAt(),
            manifest.sender().value(),
            action,
            manifest.id().value(),
            Optional.of(manifest.recipient()),
            detail));
  }

  /** Ends the transaction without a trace. */
  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Optional<DossierRejected> refusal;

    RolledBack(Optional<DossierRejected> refusal) {
      super("rolled back", null, false, false);
      this.refusal = refusal;
    }
  }
}
