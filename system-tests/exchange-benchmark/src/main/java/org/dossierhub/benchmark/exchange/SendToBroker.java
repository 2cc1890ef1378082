package org.dossierhub.benchmark.exchange;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The bytes alone, durably, to a queue; the broker's answer stands for the receipt. */
final class SendToBroker implements Sending {
  private static final String QUEUE = "bench.exchange";
  private static final long NOTHING_LEFT_MILLIS = 300;

  private final ActiveMQConnectionFactory factory;
  private final String user;
  private final String password;

  SendToBroker(String address, String user, String password) {
    this.factory = new ActiveMQConnectionFactory(address);
    this.user = user;
    this.password = password;
  }

  @Override
  public Letter write(Size size) {
    return new Letter(UUID.randomUUID(), size, null);
  }

  @Override
  public Line open() throws JMSException {
    var connection = factory.createConnection(user, password);
    var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    var producer = session.createProducer(session.createQueue(QUEUE));
    producer.setDeliveryMode(DeliveryMode.PERSISTENT);
    return letter -> {
      var message = session.createBytesMessage();
      message.writeBytes(letter.part());
      producer.send(message);
    };
  }

  @Override
  public void tidy() throws JMSException {
    try (var connection = factory.createConnection(user, password);
        var session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue(QUEUE))) {
      connection.start();
      while (consumer.receive(NOTHING_LEFT_MILLIS) != null) {
        // the next one
      }
    }
  }
}
