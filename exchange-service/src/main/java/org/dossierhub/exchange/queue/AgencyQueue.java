package org.dossierhub.exchange.queue;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Session;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientMessageInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.dossierhub.exchange.work.Correlation;

/**
 * What an agency sends to one address, message by message. A consumer of JMS reads the whole body
 * of a text while it receives it, whatever its size; this one receives the headers, and {@link
 * WireMessage#read} looks at the size before it takes the body. For transacted sessions: what was
 * received is gone with their commit.
 */
final class AgencyQueue implements AutoCloseable {
  private static final Logger LOG = Correlation.logger(AgencyQueue.class);

  /** Where the broker puts what it gave up; named in its own settings. */
  static final String DEAD = "hub.dead";

  private final ClientSession core;
  private final ClientConsumer consumer;
  private final String address;

  private AgencyQueue(ClientSession core, String address) throws ActiveMQException {
    this.core = core;
    this.address = address;
    this.consumer = core.createConsumer(address);
  }

  static AgencyQueue open(Session session, String address) throws JMSException {
    var core = ((ActiveMQSession) session).getCoreSession();
    try {
      if (!core.queueQuery(SimpleString.of(address)).isExists()) {
        create(core, address);
      }
      return new AgencyQueue(core, address);
    } catch (ActiveMQException e) {
      throw failure("No consumer at " + address, e);
    }
  }

  /** How many messages lie there; none in a queue that is not there yet. */
  static long depth(Session session, String address) throws JMSException {
    try {
      var queue = ((ActiveMQSession) session).getCoreSession().queueQuery(SimpleString.of(address));
      return queue.isExists() ? queue.getMessageCount() : 0;
    } catch (ActiveMQException e) {
      throw failure("The depth of " + address + " is unknown", e);
    }
  }

  private static void create(ClientSession core, String address) throws ActiveMQException {
    try {
      core.createQueue(
          QueueConfiguration.of(address)
              .setRoutingType(RoutingType.ANYCAST)
              .setDurable(true)
              .setExclusive(true) // one after the other, however many nodes listen
              .setAutoCreated(true));
    } catch (ActiveMQQueueExistsException madeMeanwhile) {
      LOG.log(Level.FINE, "The agency was faster", madeMeanwhile);
    }
  }

  /**
   * The next message without its body; null when none came in so many milliseconds, or one that is
   * no message of JMS: it could never be read, by nobody, and is put away.
   */
  ActiveMQMessage receive(long wait) throws JMSException {
    try {
      var message = consumer.receive(wait);
      if (message == null) {
        return null;
      }
      message.acknowledge();
      try {
        return ActiveMQMessage.createMessage(message, null);
      } catch (JMSRuntimeException unreadable) {
        putAway(message, unreadable);
        return null;
      }
    } catch (ActiveMQException e) {
      throw failure("Receiving was interrupted", e);
    }
  }

  /** Out of the queue and into that of the dead in one step. */
  private void putAway(ClientMessage unreadable, JMSRuntimeException why) throws ActiveMQException {
    LOG.log(
        Level.SEVERE,
        why,
        () -> "A message at " + address + " can never be read; it lies in " + DEAD + " now");
    var kept = core.createMessage(Message.BYTES_TYPE, true);
    kept.putStringProperty(Message.HDR_ORIGINAL_ADDRESS.toString(), address);
    kept.putStringProperty("reason", String.valueOf(why.getMessage()));
    if (unreadable.isLargeMessage()) {
      ((ClientMessageInternal) unreadable).discardBody();
    } else {
      var body = new byte[unreadable.getBodySize()];
      unreadable.getBodyBuffer().readBytes(body);
      kept.getBodyBuffer().writeBytes(body);
    }
    try (var producer = core.createProducer(DEAD)) {
      producer.send(kept);
    }
    core.commit();
  }

  @Override
  public void close() throws JMSException {
    try {
      consumer.close();
    } catch (ActiveMQException e) {
      throw failure("Closing a consumer", e);
    }
  }

  static JMSException failure(String what, Exception why) {
    var failure = new JMSException(what + ": " + why.getMessage());
    failure.setLinkedException(why);
    failure.initCause(why);
    return failure;
  }
}
