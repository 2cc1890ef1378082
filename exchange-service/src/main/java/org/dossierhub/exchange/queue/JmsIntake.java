package org.dossierhub.exchange.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.dossierhub.exchange.agency.OneLook;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.protocol.Acknowledge;
import org.dossierhub.exchange.protocol.Caller;
import org.dossierhub.exchange.protocol.Fetch;
import org.dossierhub.exchange.protocol.FetchEvidence;
import org.dossierhub.exchange.protocol.FetchPart;
import org.dossierhub.exchange.protocol.FetchResult;
import org.dossierhub.exchange.protocol.FetchResultResponse;
import org.dossierhub.exchange.protocol.HandOutWaiting;
import org.dossierhub.exchange.protocol.HandOverResult;
import org.dossierhub.exchange.protocol.Receipt;
import org.dossierhub.exchange.protocol.Refusal;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.RepeatReceipt;
import org.dossierhub.exchange.protocol.Status;
import org.dossierhub.exchange.protocol.Submit;
import org.dossierhub.exchange.protocol.TakeAcknowledgement;
import org.dossierhub.exchange.protocol.TakeMessage;
import org.dossierhub.exchange.protocol.TakeWithdrawal;
import org.dossierhub.exchange.protocol.TellStatus;
import org.dossierhub.exchange.protocol.Verify;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.protocol.Withdraw;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Answers the requests of one agency, one after the other. The broker lets only that agency's user
 * send to its address, and the manifest inside has to be signed by the same agency. A request
 * leaves the queue in the same step in which its answer enters the other.
 */
@ApplicationScoped
class JmsIntake {
  private static final Logger LOG = Correlation.logger(JmsIntake.class);
  private static final long WAIT = 1_000;
  private static final Duration ANSWER_KEPT = Duration.ofDays(7);

  private TakeMessage take;
  private RepeatReceipt repeat;
  private TellStatus tell;
  private HandOverResult result;
  private HandOutWaiting waiting;
  private TakeAcknowledgement acknowledgement;
  private TakeWithdrawal withdrawal;

  /** For the container's proxy. */
  protected JmsIntake() {}

  @Inject
  JmsIntake(
      TakeMessage take,
      RepeatReceipt repeat,
      TellStatus tell,
      HandOverResult result,
      HandOutWaiting waiting,
      TakeAcknowledgement acknowledgement,
      TakeWithdrawal withdrawal) {
    this.take = take;
    this.repeat = repeat;
    this.tell = tell;
    this.result = result;
    this.waiting = waiting;
    this.acknowledgement = acknowledgement;
    this.withdrawal = withdrawal;
  }

  void answer(AgencyCode agency, Connection connection, Loop loop) throws JMSException {
    try (var session = connection.createSession(true, Session.SESSION_TRANSACTED);
        var requests = AgencyQueue.open(session, WireMessage.address(agency, "request"));
        var replies =
            session.createProducer(session.createQueue(WireMessage.address(agency, "reply")))) {
      replies.setDeliveryMode(DeliveryMode.PERSISTENT);
      replies.setTimeToLive(ANSWER_KEPT.toMillis());
      while (loop.goesOn()) {
        var request = requests.receive(WAIT);
        if (request == null) {
          continue;
        }
        var answer = answer(agency, request);
        if (answer.isEmpty()) {
          session.rollback(); // the broker brings it again, later each time
          continue;
        }
        replies.send(addressed(session, request, answer.get()));
        session.commit();
      }
    }
  }

  /** The answer or refusal; empty when the request has to wait in its queue. */
  @SuppressWarnings("try") // closed at the end
  private Optional<Object> answer(AgencyCode agency, ActiveMQMessage request) throws JMSException {
    try (var look = OneLook.open()) {
      return Optional.of(
          answer(new Caller(agency, Channel.JMS, Optional.empty()), WireMessage.read(request)));
    } catch (RefusalFault refused) {
      return kept(agency, request, refused.getFaultInfo());
    } catch (RuntimeException e) {
      return kept(agency, request, Refusals.of(e).getFaultInfo());
    }
  }

  private static Optional<Object> kept(AgencyCode agency, Message request, Refusal refusal) {
    if (refusal.getCode().equals(WireRefusal.TRY_AGAIN_LATER.code())) {
      return Optional.empty();
    }
    LOG.log(
        Level.INFO,
        "Refused over JMS: {0}, {1} of {2}",
        new Object[] {
          refusal.getCode(),
          WireMessage.header(request, m -> m.getStringProperty(WireMessage.OPERATION)),
          agency.value()
        });
    return Optional.of(refusal);
  }

  private Object answer(Caller caller, Object question) throws RefusalFault {
    if (question instanceof Submit submit) {
      return take.take(caller, inline(submit));
    }
    if (question instanceof Receipt receipt) {
      return repeat.answer(caller, receipt);
    }
    if (question instanceof Status status) {
      return tell.answer(caller, status);
    }
    if (question instanceof FetchResult fetch) {
      return small(result.answer(caller, fetch));
    }
    if (question instanceof Fetch fetch) {
      return waiting.answer(caller, fetch);
    }
    if (question instanceof Acknowledge said) {
      return acknowledgement.answer(caller, said);
    }
    if (question instanceof Withdraw withdraw) {
      return withdrawal.answer(caller, withdraw);
    }
    if (question instanceof FetchPart) {
      throw Refusals.of(WireRefusal.NOT_OFFERED, "fetchPart is offered over SOAP");
    }
    if (question instanceof Verify) {
      throw Refusals.of(WireRefusal.NOT_OFFERED, "verify is offered over SOAP");
    }
    if (question instanceof FetchEvidence) {
      throw Refusals.of(WireRefusal.NOT_OFFERED, "fetchEvidence is offered over SOAP");
    }
    throw Refusals.of(
        WireRefusal.MALFORMED, question.getClass().getSimpleName() + " is not a request");
  }

  private static Submit inline(Submit submit) throws RefusalFault {
    long size = 0;
    for (var part : submit.getPart()) {
      if (part.getContent() == null) {
        throw Refusals.of(WireRefusal.MALFORMED, "part " + part.getName() + " has no content");
      }
      try (var content = part.getContent().getInputStream()) {
        size += content.skip(Long.MAX_VALUE);
      } catch (IOException e) {
        throw Refusals.of(WireRefusal.MALFORMED, "part " + part.getName() + " is not readable");
      }
    }
    if (size > WireMessage.INLINE_AT_MOST) {
      throw Refusals.of(
          RejectionReason.LIMIT_EXCEEDED,
          "the parts have " + size + " bytes, inline at most " + WireMessage.INLINE_AT_MOST);
    }
    return submit;
  }

  private static FetchResultResponse small(FetchResultResponse response) throws RefusalFault {
    long size = response.getFile().getSize();
    if (size > WireMessage.INLINE_AT_MOST) {
      throw Refusals.of(
          RejectionReason.LIMIT_EXCEEDED,
          "the file has " + size + " bytes, over JMS at most " + WireMessage.INLINE_AT_MOST);
    }
    return response;
  }

  private static Message addressed(Session session, Message request, Object answer)
      throws JMSException {
    var id = WireMessage.header(request, m -> m.getStringProperty(WireMessage.MESSAGE_ID));
    var correlation = WireMessage.header(request, Message::getJMSCorrelationID);
    if (answer instanceof Refusal refusal
        && refusal.getMessageId() == null
        && id != null
        && id.matches("[0-9a-f-]{36}")) {
      refusal.setMessageId(id);
    }
    var reply = WireMessage.write(session, answer);
    if (id != null) {
      reply.setStringProperty(WireMessage.MESSAGE_ID, id);
    }
    reply.setJMSCorrelationID(correlation == null ? request.getJMSMessageID() : correlation);
    return reply;
  }
}
