package org.dossierhub.exchange.queue;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
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

  private final ClientConsumer consumer;

  private AgencyQueue(ClientConsumer consumer) {
    this.consumer = consumer;
  }

  static AgencyQueue open(Session session, String address) throws JMSException {
    var core = ((ActiveMQSession) session).getCoreSession();
    try {
      if (!core.queueQuery(SimpleString.of(address)).isExists()) {
        create(core, address);
      }
      return new AgencyQueue(core.createConsumer(address));
    } catch (ActiveMQException e) {
      throw failure("No consumer at " + address, e);
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

  /** The next message without its body; null when none came in so many milliseconds. */
  ActiveMQMessage receive(long wait) throws JMSException {
    try {
      var message = consumer.receive(wait);
      if (message == null) {
        return null;
      }
      message.acknowledge();
      return ActiveMQMessage.createMessage(message, null);
    } catch (ActiveMQException e) {
      throw failure("Receiving was interrupted", e);
    }
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
