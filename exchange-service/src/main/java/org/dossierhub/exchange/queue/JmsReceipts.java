package org.dossierhub.exchange.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.dossierhub.exchange.delivery.AcceptRemoteReceipt;
import org.dossierhub.exchange.delivery.AcknowledgeDelivery;
import org.dossierhub.exchange.delivery.DeliveryUnchanged;
import org.dossierhub.exchange.delivery.HandOvers;
import org.dossierhub.exchange.delivery.ReceiptNotGenuine;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.protocol.Refusal;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.SubmitResponse;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Takes in what an agency answers to deliveries: its signed receipt, or its refusal. It ends the
 * delivery and is taken from the queue afterwards.
 */
@ApplicationScoped
class JmsReceipts {
  private static final Logger LOG = Correlation.logger(JmsReceipts.class);
  private static final long WAIT = 1_000;

  private Inbox inbox;
  private HandOvers handOvers;
  private AcceptRemoteReceipt accept;
  private AcknowledgeDelivery acknowledge;
  private Outbox outbox;
  private Clock clock;

  /** For the container's proxy. */
  protected JmsReceipts() {}

  @Inject
  JmsReceipts(
      Inbox inbox,
      HandOvers handOvers,
      AcceptRemoteReceipt accept,
      AcknowledgeDelivery acknowledge,
      Outbox outbox,
      Clock clock) {
    this.inbox = inbox;
    this.handOvers = handOvers;
    this.accept = accept;
    this.acknowledge = acknowledge;
    this.outbox = outbox;
    this.clock = clock;
  }

  void take(AgencyCode agency, Connection connection, Loop loop) throws JMSException {
    try (var session = connection.createSession(true, Session.SESSION_TRANSACTED);
        var receipts = AgencyQueue.open(session, WireMessage.address(agency, "receipt"))) {
      while (loop.goesOn()) {
        var message = receipts.receive(WAIT);
        if (message != null) {
          take(agency, message);
          openLane(agency, session);
          session.commit();
        }
      }
    }
  }

  private void take(AgencyCode agency, ActiveMQMessage message) throws JMSException {
    try {
      var answer = WireMessage.read(message);
      if (answer instanceof SubmitResponse response) {
        receipted(agency, response.getReceipt());
      } else if (answer instanceof Refusal refusal) {
        refused(agency, message, refusal);
      } else {
        dropped(agency, WireMessage.OPERATION + " is none of an answer", null);
      }
    } catch (RefusalFault | ReceiptNotGenuine | IllegalArgumentException e) {
      dropped(agency, e.getMessage(), e);
    }
  }

  /** Whoever answers reads its queue: if that was full, there is room again, for many at once. */
  private void openLane(AgencyCode agency, Session session) throws JMSException {
    var lying = AgencyQueue.depth(session, WireMessage.address(agency, "deliver"));
    if (lying <= JmsCourier.MOST_IN_A_QUEUE / 2) {
      outbox.laneWorked(WorkKind.DELIVER_MESSAGE, agency.value());
    }
  }

  private void receipted(AgencyCode agency, byte[] receipt) throws ReceiptNotGenuine {
    var its = accept.accept(agency, receipt);
    var message =
        inbox
            .find(its.sender(), its.id())
            .orElseThrow(() -> new ReceiptNotGenuine("there is no message " + its.id()));
    its.needsToBeFor(message);
    if (handOvers.receipted(agency, its.manifest(), receipt, clock.instant())) {
      try {
        acknowledge.receipted(agency, message, receipt);
        return;
      } catch (DeliveryUnchanged goesToOthers) {
        LOG.log(Level.FINE, "No delivery to " + agency.value(), goesToOthers);
      }
    }
    dropped(agency, "receipt for " + its.id() + ", which was not handed to it", null);
  }

  private void refused(AgencyCode agency, Message message, Refusal refusal) {
    if (Refusals.isToBeRepeated(refusal)) {
      return; // the courier sends again anyway
    }
    var id = refusal.getMessageId();
    if (id == null) {
      id = WireMessage.header(message, m -> m.getStringProperty(WireMessage.MESSAGE_ID));
    }
    if (id == null) {
      id = WireMessage.header(message, Message::getJMSCorrelationID);
    }
    var words = refusal.getReasonVi() + " / " + refusal.getReasonEn();
    if (id == null
        || !handOvers.refused(
            agency, new MessageId(id), refusal.getCode(), words, clock.instant())) {
      dropped(
          agency, "refusal " + refusal.getCode() + " of " + id + ", nothing waits for it", null);
      return;
    }
    acknowledge.refused(agency, new MessageId(id), refusal.getCode(), words);
  }

  /** What proves nothing must not come again for ever either. */
  private static void dropped(AgencyCode agency, String why, Exception e) {
    LOG.log(Level.WARNING, e, () -> "An answer of " + agency.value() + " is dropped: " + why);
  }
}
