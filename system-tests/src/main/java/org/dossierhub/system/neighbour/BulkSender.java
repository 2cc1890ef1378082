package org.dossierhub.system.neighbour;

import jakarta.activation.DataHandler;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.dossierhub.system.wire.Part;
import org.dossierhub.system.wire.Submit;
import org.dossierhub.system.wire.SubmitResponse;

/**
 * Hands many messages of one agency over to the hub by JMS, in their order, without waiting for the
 * receipt of each before the next is sent: some are on their way at a time.
 */
public final class BulkSender implements AutoCloseable {
  private static final int ON_THEIR_WAY = 16;
  private static final long LAST_ANSWER_MILLIS = 120_000;

  private final ActiveMQConnectionFactory factory;
  private final String agency;
  private final String password;

  public BulkSender(String broker, String agency, String password) {
    this.factory = new ActiveMQConnectionFactory(broker);
    this.agency = agency;
    this.password = password;
  }

  /** One message as it is sent: the manifest signed, one part. */
  public record Sealed(String id, byte[] manifest, String partName, byte[] part) {}

  /** Seals the next message just before it is sent. */
  public interface Sealing<T> {
    Sealed seal(T letter);
  }

  /**
   * Sends until all are sent or the time is over, and waits for the receipts of those that were
   * sent.
   *
   * @param until as {@link System#nanoTime}
   * @return the ids of those with a receipt
   * @throws IllegalStateException the hub refused one, or did not answer for two minutes
   */
  public <T> List<String> send(List<T> letters, Sealing<T> sealing, long until)
      throws JMSException, InterruptedException {
    var room = new Semaphore(ON_THEIR_WAY);
    var receipted = Collections.synchronizedList(new ArrayList<String>());
    try (var connection = factory.createConnection(agency, password);
        var asking = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var listening = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var requests = asking.createProducer(asking.createQueue("agency." + agency + ".request"));
        var answers =
            listening.createConsumer(listening.createQueue("agency." + agency + ".reply"))) {
      var failed = new AtomicReference<String>();
      answers.setMessageListener(
          answer -> {
            try {
              var element = Wire.read(JmsChannel.content(answer));
              if (element instanceof SubmitResponse) {
                receipted.add(answer.getStringProperty("messageId"));
              } else {
                failed.compareAndSet(null, new String(JmsChannel.content(answer)));
              }
            } catch (JMSException | RuntimeException e) {
              failed.compareAndSet(null, e.toString());
            } finally {
              room.release();
            }
          });
      connection.start();
      requests.setDeliveryMode(DeliveryMode.PERSISTENT);
      for (var letter : letters) {
        if (System.nanoTime() >= until) {
          break;
        }
        var sealed = sealing.seal(letter);
        acquire(room, 1, failed);
        var question = asking.createBytesMessage();
        question.writeBytes(Wire.write(submit(sealed)));
        question.setStringProperty("operation", "submit");
        question.setStringProperty("messageId", sealed.id());
        question.setJMSReplyTo(asking.createQueue("agency." + agency + ".reply"));
        requests.send(question);
      }
      acquire(room, ON_THEIR_WAY, failed);
      return List.copyOf(receipted);
    }
  }

  private void acquire(Semaphore room, int places, AtomicReference<String> failed)
      throws InterruptedException {
    boolean answered = room.tryAcquire(places, LAST_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    if (failed.get() != null) {
      throw new IllegalStateException(agency + " got no receipt: " + failed.get());
    }
    if (!answered) {
      throw new IllegalStateException("The hub does not answer " + agency);
    }
  }

  private static Submit submit(Sealed sealed) {
    var part = new Part();
    part.setName(sealed.partName());
    part.setMediaType("application/octet-stream");
    part.setContent(
        new DataHandler(new ByteArrayDataSource(sealed.part(), "application/octet-stream")));
    var submit = new Submit();
    submit.setManifest(sealed.manifest());
    submit.getPart().add(part);
    return submit;
  }

  @Override
  public void close() {
    factory.close();
  }
}
