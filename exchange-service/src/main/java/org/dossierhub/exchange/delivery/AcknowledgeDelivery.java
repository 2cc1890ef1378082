package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * Ends a delivery by what the recipient says about it later: its signed receipt or its refusal. The
 * same as the answer to a push; repeating it changes nothing. A receipt that comes after the
 * delivery ended otherwise is kept as evidence, and the recipient is told how the delivery stands.
 */
@ApplicationScoped
public class AcknowledgeDelivery {
  private final Deliveries deliveries;
  private final Inbox inbox;
  private final Agencies agencies;
  private final Clock clock;
  private final AcceptRemoteReceipt acceptReceipt;
  private final EndDelivery endDelivery;

  /** For the container's proxy. */
  protected AcknowledgeDelivery() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public AcknowledgeDelivery(
      Deliveries deliveries,
      Inbox inbox,
      Agencies agencies,
      AcceptRemoteReceipt acceptReceipt,
      EndDelivery endDelivery,
      Clock clock) {
    this.deliveries = deliveries;
    this.inbox = inbox;
    this.agencies = agencies;
    this.acceptReceipt = acceptReceipt;
    this.endDelivery = endDelivery;
    this.clock = clock;
  }

  /** How the delivery stands now; never waiting any more. */
  public record Ended(StoredMessage message, Delivery delivery) {}

  public Ended receipted(AgencyCode recipient, byte[] receipt) throws DeliveryUnchanged {
    var its = genuine(recipient, receipt);
    var message =
        inbox
            .find(its.sender(), its.id())
            .filter(found -> Sha256.of(found.signedManifest()).equals(its.manifest()))
            .orElseThrow(() -> unknown(its.id()));
    try {
      its.needsToBeFor(message);
    } catch (ReceiptNotGenuine e) {
      throw notGenuine(e);
    }
    return receipted(recipient, message, receipt);
  }

  /** The same with a receipt that is known to be genuine and for exactly this message. */
  public Ended receipted(AgencyCode recipient, StoredMessage message, byte[] receipt)
      throws DeliveryUnchanged {
    var delivery = delivery(message, recipient);
    if (!endDelivery.delivered(delivery, message, receipt)) {
      endDelivery.late(delivery, receipt);
    }
    return ended(message, delivery);
  }

  public Ended refused(
      AgencyCode recipient, AgencyCode sender, MessageId id, String code, String words)
      throws DeliveryUnchanged {
    var message = inbox.find(sender, id).orElseThrow(() -> unknown(id));
    var delivery = delivery(message, recipient);
    endDelivery.refused(delivery, message, new DeliveryRefused(code, words));
    return ended(message, delivery);
  }

  /** The same when the refusal names no sender: of whatever has this id and was handed out. */
  public void refused(AgencyCode recipient, MessageId id, String code, String words) {
    for (var delivery : deliveries.open(agencies.receivedBy(recipient, clock.instant()), id)) {
      if (delivery.handedOut()) {
        endDelivery.refused(
            delivery,
            inbox.byReference(delivery.message()).orElseThrow(),
            new DeliveryRefused(code, words));
      }
    }
  }

  private AcceptRemoteReceipt.For genuine(AgencyCode recipient, byte[] receipt)
      throws DeliveryUnchanged {
    try {
      return acceptReceipt.accept(recipient, receipt);
    } catch (ReceiptNotGenuine e) {
      throw notGenuine(e);
    }
  }

  private static DeliveryUnchanged notGenuine(ReceiptNotGenuine e) {
    return new DeliveryUnchanged(DeliveryUnchanged.Reason.NOT_GENUINE, e.getMessage());
  }

  private Ended ended(StoredMessage message, Delivery delivery) {
    return new Ended(message, deliveries.byId(delivery.id()).orElseThrow());
  }

  private Delivery delivery(StoredMessage message, AgencyCode recipient) throws DeliveryUnchanged {
    return deliveries.ofMessage(message.reference()).stream()
        .filter(one -> agencies.receives(recipient, one.recipient(), clock.instant()))
        .findFirst()
        .orElseThrow(() -> unknown(message.manifest().id()));
  }

  private static DeliveryUnchanged unknown(MessageId id) {
    return new DeliveryUnchanged(
        DeliveryUnchanged.Reason.UNKNOWN_MESSAGE, "no message " + id + " went to the caller");
  }
}
