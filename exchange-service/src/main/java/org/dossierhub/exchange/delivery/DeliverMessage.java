package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.receipt.IssueReceipt;
import org.dossierhub.exchange.receipt.Refusal;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;

/**
 * Brings one message to one recipient: by the courier of its channel, with the same id and the same
 * bytes at every attempt. It counts as delivered when the recipient's signed receipt for exactly
 * this manifest is kept.
 */
@ApplicationScoped
public class DeliverMessage implements Worker {
  private final Deliveries deliveries;
  private final Inbox inbox;
  private final Payloads payloads;
  private final Agencies agencies;
  private final Iterable<Courier> couriers;
  private final AcceptRemoteReceipt acceptReceipt;
  private final EndDelivery endDelivery;
  private final IssueReceipt issueReceipt;
  private final TellNonDelivery tellNonDelivery;
  private final Outbox outbox;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected DeliverMessage() {
    this(
        null, null, null, null, (Iterable<Courier>) null, null, null, null, null, null, null, null);
  }

  @Inject
  DeliverMessage(
      Deliveries deliveries,
      Inbox inbox,
      Payloads payloads,
      Agencies agencies,
      @Any Instance<Courier> couriers,
      AcceptRemoteReceipt acceptReceipt,
      EndDelivery endDelivery,
      IssueReceipt issueReceipt,
      TellNonDelivery tellNonDelivery,
      Outbox outbox,
      Transactions transactions,
      Clock clock) {
    this(
        deliveries,
        inbox,
        payloads,
        agencies,
        (Iterable<Courier>) couriers,
        acceptReceipt,
        endDelivery,
        issueReceipt,
        tellNonDelivery,
        outbox,
        transactions,
        clock);
  }

  DeliverMessage(
      Deliveries deliveries,
      Inbox inbox,
      Payloads payloads,
      Agencies agencies,
      Iterable<Courier> couriers,
      AcceptRemoteReceipt acceptReceipt,
      EndDelivery endDelivery,
      IssueReceipt issueReceipt,
      TellNonDelivery tellNonDelivery,
      Outbox outbox,
      Transactions transactions,
      Clock clock) {
    this.deliveries = deliveries;
    this.inbox = inbox;
    this.payloads = payloads;
    this.agencies = agencies;
    this.couriers = couriers;
    this.acceptReceipt = acceptReceipt;
    this.endDelivery = endDelivery;
    this.issueReceipt = issueReceipt;
    this.tellNonDelivery = tellNonDelivery;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public WorkKind kind() {
    return WorkKind.DELIVER_MESSAGE;
  }

  @Override
  @SuppressWarnings("try") // named for the log
  public void perform(Work work) {
    var delivery = deliveries.byId(UUID.fromString(work.subject())).orElseThrow();
    if (delivery.state().isFinal()) {
      return;
    }
    var message = inbox.byReference(delivery.message()).orElseThrow();
    try (var named = Correlation.of("message", message.manifest().id())) {
      deliver(delivery, message);
    }
  }

  private void deliver(Delivery delivery, StoredMessage message) {
    if (!clock.instant().isBefore(delivery.expiresAt())) {
      var statement = statementOfNonDelivery(delivery, message);
      endDelivery.expired(
          delivery, message, statement, tellNonDelivery.prepared(message, statement));
      return;
    }
    attempt(delivery, message);
  }

  private void attempt(Delivery delivery, StoredMessage message) {
    try {
      var recipient = receiving(delivery);
      if (recipient.channel() == Channel.PULL) {
        throw new TryAgainLater(
            recipient.code() + " fetches its messages",
            Duration.between(clock.instant(), delivery.expiresAt()));
      }
      needReadable(message);
      // Durable before the first byte leaves: after a crash it is known that something may have
      // arrived.
      if (!transactions.inOne(() -> deliveries.sending(delivery.id(), clock.instant()))) {
        return; // withdrawn or acknowledged at this very moment
      }
      var receipt = handedOver(delivery, message, recipient);
      if (!endDelivery.delivered(delivery, message, receipt)) {
        keepLate(delivery, receipt);
      }
    } catch (DeliveryRefused refusal) {
      endDelivery.refused(delivery, message, refusal);
    } catch (AnswerFollows laid) {
      if (delivery.handedOut()) {
        deliveries.note(delivery.id(), laid.getMessage()); // not the first time: why it waits
      }
      throw laid;
    } catch (TryAgainLater delay) {
      deliveries.note(delivery.id(), delay.getMessage());
      throw delay;
    } catch (RuntimeException failure) {
      deliveries.note(delivery.id(), String.valueOf(failure));
      throw failure;
    }
  }

  /** What cannot be read here is no failure of the recipient's: it is found before it is called. */
  private void needReadable(StoredMessage message) {
    for (var part : message.manifest().parts()) {
      try {
        payloads.open(new Payload(part.sha256(), part.size())).close();
      } catch (IOException e) {
        throw new TryAgainLater("Part \"" + part.name() + "\" cannot be read here", e);
      }
    }
  }

  /** A recipient that does not answer is asked less and less, so that it holds up nobody else. */
  private byte[] handedOver(Delivery delivery, StoredMessage message, Agency recipient)
      throws DeliveryRefused {
    var lane = delivery.recipient().value();
    try {
      var receipt = courierTo(recipient).deliver(outgoing(message, recipient));
      checkReceipt(recipient, message, receipt);
      outbox.laneWorked(WorkKind.DELIVER_MESSAGE, lane);
      return receipt;
    } catch (DeliveryRefused refusal) {
      outbox.laneWorked(WorkKind.DELIVER_MESSAGE, lane);
      throw refusal;
    } catch (AnswerFollows laid) {
      outbox.laneWorked(WorkKind.DELIVER_MESSAGE, lane);
      throw laid;
    } catch (TryAgainLater away) {
      outbox.laneFailed(WorkKind.DELIVER_MESSAGE, lane);
      throw away;
    }
  }

  /** The recipient, or whoever has taken over from it since the message was queued. */
  private Agency receiving(Delivery delivery) throws DeliveryRefused {
    return agencies
        .receivingFor(delivery.recipient(), clock.instant())
        .orElseThrow(
            () ->
                new DeliveryRefused(
                    "CLOSED",
                    delivery.recipient()
                        + " is closed"
                        + agencies
                            .byCode(delivery.recipient())
                            .flatMap(Agency::succession)
                            .map(
                                s ->
                                    "; its traffic goes to nobody, its successor is "
                                        + s.successor())
                            .orElse("")));
  }

  /**
   * The delivery ended while the recipient answered: what it proves is not thrown away. A recipient
   * that has got a message which was withdrawn meanwhile is told so, even if it was told before,
   * when it did not know the message.
   */
  private void keepLate(Delivery delivery, byte[] receipt) {
    var state = deliveries.byId(delivery.id()).orElseThrow().state();
    if (state == Delivery.State.DELIVERED) {
      return;
    }
    transactions.inOne(
        () -> {
          endDelivery.late(delivery, receipt);
          if (state == Delivery.State.WITHDRAWN) {
            outbox.add(
                WorkKind.TELL_WITHDRAWAL, delivery.recipient().value(), delivery.id().toString());
          }
        });
  }

  private Courier courierTo(Agency recipient) {
    for (var courier : couriers) {
      if (courier.channel() == recipient.channel()) {
        return courier;
      }
    }
    throw new IllegalStateException(
        "No courier goes by " + recipient.channel() + ", the channel of " + recipient.code());
  }

  private OutgoingMessage outgoing(StoredMessage message, Agency recipient) {
    return new OutgoingMessage(
        message.manifest().id(),
        message.manifest().sender(),
        recipient,
        message.signedManifest(),
        message.manifest().parts().stream().map(this::outgoing).toList());
  }

  private OutgoingPart outgoing(ManifestPart part) {
    var payload = new Payload(part.sha256(), part.size());
    return new OutgoingPart(
        part.name(), part.mediaType(), part.size(), part.sha256(), () -> payloads.open(payload));
  }

  /**
   * A receipt that proves nothing delivers nothing: the message is sent again until it expires. The
   * usual reason is a new certificate that nobody has registered yet.
   */
  private void checkReceipt(Agency recipient, StoredMessage message, byte[] receipt) {
    try {
      acceptReceipt.accept(recipient.code(), receipt).needsToBeFor(message);
    } catch (ReceiptNotGenuine e) {
      throw new TryAgainLater(
          recipient.code() + " gave a receipt that proves nothing: " + e.getMessage(), e);
    }
  }

  private byte[] statementOfNonDelivery(Delivery delivery, StoredMessage message) {
    return issueReceipt.refusing(
        message.manifest().id(),
        message.manifest().sender(),
        message.signedManifest(),
        new Refusal(
            "NOT_DELIVERED",
            "Không giao được thông điệp trong thời hạn",
            "The message could not be delivered in time",
            delivery.attempts()
                + " attempts to "
                + delivery.recipient()
                + " until "
                + delivery.expiresAt()
                + delivery.why().map(why -> "; the last: " + why).orElse("")),
        clock.instant());
  }
}
