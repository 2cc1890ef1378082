package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceLog;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * The sender takes a message back, with a document it signed. Whether that is in time is decided by
 * the delivery's row alone: an attempt that begins later does not begin, one that had begun may
 * still arrive, and then the recipient is told. What is for a desk in the hub is delivered at once.
 */
@ApplicationScoped
public class WithdrawMessage {
  private final SignedByAgency signed;
  private final Inbox inbox;
  private final Deliveries deliveries;
  private final Agencies agencies;
  private final Dossiers dossiers;
  private final EvidenceLog evidence;
  private final AuditLog audit;
  private final Outbox outbox;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected WithdrawMessage() {
    this(null, null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public WithdrawMessage(
      SignedByAgency signed,
      Inbox inbox,
      Deliveries deliveries,
      Agencies agencies,
      Dossiers dossiers,
      EvidenceLog evidence,
      AuditLog audit,
      Outbox outbox,
      Transactions transactions,
      Clock clock) {
    this.signed = signed;
    this.inbox = inbox;
    this.deliveries = deliveries;
    this.agencies = agencies;
    this.dossiers = dossiers;
    this.evidence = evidence;
    this.audit = audit;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The delivery as it stands now, withdrawn. */
  public Delivery withdraw(AgencyCode sender, byte[] withdrawal) throws DeliveryUnchanged {
    var message = meant(sender, withdrawal);
    var delivery =
        deliveries.ofMessage(message.reference()).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new DeliveryUnchanged(
                        DeliveryUnchanged.Reason.ALREADY_DELIVERED,
                        message.manifest().id() + " lies at the desk of its recipient"));
    transactions.inOne(() -> takeBack(message, delivery, withdrawal));
    var after = deliveries.byId(delivery.id()).orElseThrow();
    if (after.state() != Delivery.State.WITHDRAWN) {
      throw new DeliveryUnchanged(
          after.state() == Delivery.State.DELIVERED
              ? DeliveryUnchanged.Reason.ALREADY_DELIVERED
              : DeliveryUnchanged.Reason.DELIVERY_ENDED,
          message.manifest().id() + " is " + after.state() + " since " + after.changedAt());
    }
    return after;
  }

  private StoredMessage meant(AgencyCode sender, byte[] withdrawal) throws DeliveryUnchanged {
    try {
      var content = signed.read(sender, "withdrawal", "withdrawnAt", withdrawal);
      if (!sender.value().equals(content.text("sender"))) {
        throw new ReceiptNotGenuine("it names " + content.text("sender") + " as sender");
      }
      if (content.text("reason").isBlank()) {
        throw new ReceiptNotGenuine("it gives no reason");
      }
      var id = new MessageId(content.text("messageId"));
      var manifest = new Sha256(content.text("manifestSha256"));
      return inbox
          .find(sender, id)
          .filter(found -> Sha256.of(found.signedManifest()).equals(manifest))
          .orElseThrow(
              () ->
                  new DeliveryUnchanged(
                      DeliveryUnchanged.Reason.UNKNOWN_MESSAGE,
                      "no message " + id + " with this manifest"));
    } catch (ReceiptNotGenuine | IllegalArgumentException e) {
      throw new DeliveryUnchanged(DeliveryUnchanged.Reason.NOT_GENUINE, e.getMessage());
    }
  }

  private void takeBack(StoredMessage message, Delivery delivery, byte[] withdrawal) {
    var now = clock.instant();
    if (!deliveries.withdraw(delivery.id(), now, withdrawal)) {
      return;
    }
    var handedOut = deliveries.byId(delivery.id()).orElseThrow().handedOut();
    var detail =
        message.manifest().kind()
            + " to "
            + delivery.recipient()
            + (handedOut ? ", which may have seen it" : ", which has not seen it");
    evidence.add(
        new Evidence(message.reference(), Evidence.Kind.WITHDRAWN, now, detail, withdrawal));
    audit.add(
        new AuditEntry(
            now,
            message.manifest().sender().value(),
            "MESSAGE_WITHDRAWN",
            message.manifest().id().value(),
            Optional.of(delivery.recipient()),
            detail));
    message.dossier().ifPresent(id -> dossiers.delivery(id, DeliveryState.WITHDRAWN));
    outbox.drop(
        WorkKind.DELIVER_MESSAGE,
        delivery.recipient().value(),
        delivery.id().toString(),
        QueueDelivery.order(message.reference(), message.dossier()));
    if (handedOut && isCalled(delivery.recipient())) {
      outbox.add(WorkKind.TELL_WITHDRAWAL, delivery.recipient().value(), delivery.id().toString());
    }
  }

  private boolean isCalled(AgencyCode recipient) {
    return agencies
        .byCode(recipient)
        .filter(agency -> agency.channel() == Channel.SOAP || agency.channel() == Channel.JMS)
        .isPresent();
  }
}
