package org.dossierhub.exchange.queue;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.delivery.AnswerFollows;
import org.dossierhub.exchange.delivery.Courier;
import org.dossierhub.exchange.delivery.DeliveryRefused;
import org.dossierhub.exchange.delivery.HandOvers;
import org.dossierhub.exchange.delivery.OutgoingMessage;
import org.dossierhub.exchange.delivery.OutgoingPart;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.protocol.Part;
import org.dossierhub.exchange.protocol.Submit;
import org.dossierhub.exchange.protocol.Withdraw;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.Sha256;

/**
 * Lays a message into the agency's queue. Nobody waits for the answer: when it comes, {@link
 * JmsReceipts} ends the delivery. Until then the message is sent again, after ten minutes and then
 * at growing intervals; the broker drops what has the same duplicate id, which changes every ten
 * minutes.
 */
@ApplicationScoped
public class JmsCourier implements Courier {
  private static final Logger LOG = Correlation.logger(JmsCourier.class);
  private static final Duration SEND_AGAIN_AFTER = Duration.ofMinutes(10);
  private static final Duration AT_LATEST_AFTER = Duration.ofHours(6);

  /**
   * Of up to 1.4 MB each: what an agency does not fetch waits in the hub, not on the broker's disk.
   */
  static final long MOST_IN_A_QUEUE = 256;

  private Broker broker;
  private HandOvers handOvers;
  private Clock clock;
  private Connection line;

  /** For the container's proxy. */
  protected JmsCourier() {}

  @Inject
  JmsCourier(Broker broker, HandOvers handOvers, Clock clock) {
    this.broker = broker;
    this.handOvers = handOvers;
    this.clock = clock;
  }

  @Override
  public Channel channel() {
    return Channel.JMS;
  }

  @Override
  public byte[] deliver(OutgoingMessage message) throws DeliveryRefused {
    var recipient = message.recipient().code();
    var manifest = Sha256.of(message.manifest());
    var answered = answer(message, manifest);
    if (answered.isPresent()) {
      return answered.get();
    }
    var earlier = handOvers.attempt(recipient, message.id(), manifest, clock.instant());
    try {
      send(message, manifest);
    } catch (JMSException e) {
      throw new TryAgainLater(message.id() + " could not be sent to the broker", e);
    }
    var words =
        message.id()
            + " lies in the queue of "
            + recipient.value()
            + "; its receipt has not come yet";
    throw new AnswerFollows(
        words,
        pauseAfter(
            earlier
                .map(before -> Duration.between(before, clock.instant()))
                .orElse(Duration.ZERO)));
  }

  /** Twice as long each time: of one message, a queue that nobody reads gets few copies. */
  static Duration pauseAfter(Duration sinceTheAttemptBefore) {
    var twice = sinceTheAttemptBefore.multipliedBy(2);
    if (twice.compareTo(SEND_AGAIN_AFTER) < 0) {
      return SEND_AGAIN_AFTER;
    }
    return twice.compareTo(AT_LATEST_AFTER) > 0 ? AT_LATEST_AFTER : twice;
  }

  @Override
  public void tellWithdrawal(Agency recipient, byte[] withdrawal, Instant since) {
    var told = new Withdraw();
    told.setWithdrawal(withdrawal);
    try (var session = session();
        var producer =
            session.createProducer(
                session.createQueue(WireMessage.address(recipient.code(), "deliver")))) {
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      var message = WireMessage.write(session, told);
      message.setStringProperty("_AMQ_DUPL_ID", Sha256.of(withdrawal).hex());
      producer.send(message);
    } catch (JMSException e) {
      throw new TryAgainLater("A withdrawal could not be sent to the broker", e);
    }
  }

  private Optional<byte[]> answer(OutgoingMessage message, Sha256 manifest) throws DeliveryRefused {
    var answer = handOvers.answer(message.recipient().code(), manifest);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    if (answer.get().receipt().isEmpty()) {
      throw new DeliveryRefused(
          answer.get().refusalCode().orElse("REFUSED"), answer.get().refusalWords().orElse(""));
    }
    return answer.get().receipt();
  }

  private void send(OutgoingMessage message, Sha256 manifest) throws JMSException {
    var recipient = message.recipient().code();
    var queue = WireMessage.address(recipient, "deliver");
    try (var session = session();
        var producer = session.createProducer(session.createQueue(queue))) {
      if (AgencyQueue.depth(session, queue) >= MOST_IN_A_QUEUE) {
        throw new TryAgainLater(
            MOST_IN_A_QUEUE + " messages lie in the queue of " + recipient.value() + " already");
      }
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      var delivery = WireMessage.write(session, submit(message));
      delivery.setStringProperty(WireMessage.MESSAGE_ID, message.id().value());
      delivery.setJMSCorrelationID(message.id().value());
      delivery.setJMSReplyTo(session.createQueue(WireMessage.address(recipient, "receipt")));
      delivery.setStringProperty("_AMQ_DUPL_ID", manifest.hex() + "#" + period());
      producer.send(delivery);
    }
  }

  /** A session on the one connection of all deliveries, which is opened anew after it broke. */
  private synchronized Session session() throws JMSException {
    if (line != null) {
      try {
        return line.createSession(false, Session.AUTO_ACKNOWLEDGE);
      } catch (JMSException broken) {
        close();
      }
    }
    line = broker.open();
    return line.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  @PreDestroy
  synchronized void close() {
    if (line != null) {
      try {
        line.close();
      } catch (JMSException e) {
        LOG.log(Level.FINE, "Closing a connection that was broken already", e);
      }
      line = null;
    }
  }

  private long period() {
    return clock.instant().getEpochSecond() / SEND_AGAIN_AFTER.toSeconds();
  }

  private static Submit submit(OutgoingMessage message) {
    long size = message.parts().stream().mapToLong(OutgoingPart::size).sum();
    var submit = new Submit();
    submit.setManifest(message.manifest());
    for (var outgoing : message.parts()) {
      var part = new Part();
      part.setName(outgoing.name());
      part.setMediaType(outgoing.mediaType());
      if (size <= WireMessage.INLINE_AT_MOST) {
        part.setContent(new DataHandler(new Stored(outgoing)));
      }
      submit.getPart().add(part);
    }
    return submit;
  }

  private record Stored(OutgoingPart part) implements DataSource {

    @Override
    public InputStream getInputStream() throws IOException {
      return part.content().open();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      throw new IOException("An outgoing part is not written to");
    }

    @Override
    public String getContentType() {
      return "application/octet-stream";
    }

    @Override
    public String getName() {
      return part.name();
    }
  }
}
