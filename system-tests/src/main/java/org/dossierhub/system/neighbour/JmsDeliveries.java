package org.dossierhub.system.neighbour;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import org.dossierhub.system.wire.Part;
import org.dossierhub.system.wire.Refusal;
import org.dossierhub.system.wire.Submit;
import org.dossierhub.system.wire.SubmitResponse;

/**
 * Takes what the hub lays into the deliver queue, in the five steps of docs/protocol/jms.md, with a
 * new connection whenever one breaks.
 */
final class JmsDeliveries implements AutoCloseable {
  private static final long PAUSE_MILLIS = 500;
  private static final long PATIENCE_MILLIS = 10_000;

  /** Where the parts are that did not come with the message. */
  interface Elsewhere {
    byte[] fetch(String sender, String messageId, String part);
  }

  private final JmsChannel channel;
  private final Elsewhere elsewhere;
  private final String agency;
  private final TakenMessages taken;
  private final Thread thread = new Thread(this::run, "deliveries");
  private volatile boolean ended;

  private JmsDeliveries(
      JmsChannel channel, Elsewhere elsewhere, String agency, TakenMessages taken) {
    this.channel = channel;
    this.elsewhere = elsewhere;
    this.agency = agency;
    this.taken = taken;
  }

  /** Takes from now on until it is closed. */
  static JmsDeliveries from(
      JmsChannel channel, Elsewhere elsewhere, String agency, TakenMessages taken) {
    var deliveries = new JmsDeliveries(channel, elsewhere, agency, taken);
    deliveries.thread.setDaemon(true);
    deliveries.thread.start();
    return deliveries;
  }

  /** Ends after the message in hand. */
  @Override
  public void close() throws InterruptedException {
    ended = true;
    thread.join(PATIENCE_MILLIS);
  }

  private void run() {
    while (!ended) {
      try {
        takeUntilBroken();
      } catch (JMSException | RuntimeException e) {
        System.err.println("The deliver queue of " + agency + " broke off, tried again: " + e);
      }
      if (!ended) {
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      ended = true;
    }
  }

  private void takeUntilBroken() throws JMSException {
    try (var connection = channel.connect();
        var session = connection.createSession(true, Session.SESSION_TRANSACTED);
        var deliveries =
            session.createConsumer(session.createQueue("agency." + agency + ".deliver"));
        var receipts =
            session.createProducer(session.createQueue("agency." + agency + ".receipt"))) {
      receipts.setDeliveryMode(DeliveryMode.PERSISTENT);
      while (!ended) {
        Message delivery = deliveries.receive(1_000);
        if (delivery != null) {
          receipts.send(answer(session, delivery));
          session.commit();
        }
      }
    }
  }

  private BytesMessage answer(Session session, Message delivery) throws JMSException {
    var answer = session.createBytesMessage();
    Object element = taken(delivery);
    answer.writeBytes(Wire.write(element));
    answer.setStringProperty(
        "operation", element instanceof SubmitResponse ? "submitResponse" : "refusal");
    answer.setStringProperty("messageId", delivery.getStringProperty("messageId"));
    answer.setJMSCorrelationID(delivery.getJMSCorrelationID());
    return answer;
  }

  private InputStream contentOf(Part part, Submit submit) throws IOException {
    if (part.getContent() != null) {
      return part.getContent().getInputStream();
    }
    var manifest = ManifestForm.read(submit.getManifest());
    return new ByteArrayInputStream(
        elsewhere.fetch(manifest.sender(), manifest.id(), part.getName()));
  }

  private Object taken(Message delivery) throws JMSException {
    try {
      var submit = (Submit) Wire.read(JmsChannel.content(delivery));
      var arriving = new ArrayList<TakenMessages.Arriving>();
      for (Part part : submit.getPart()) {
        arriving.add(new TakenMessages.Arriving(part.getName(), contentOf(part, submit)));
      }
      var response = new SubmitResponse();
      response.setReceipt(taken.take("JMS", submit.getManifest(), arriving));
      return response;
    } catch (TakenMessages.NotTaken | IOException e) {
      var refusal = new Refusal();
      refusal.setCode(e instanceof IOException ? "TRY_AGAIN_LATER" : "MANIFEST_MISMATCH");
      refusal.setReasonVi("Không nhận: " + e.getMessage());
      refusal.setReasonEn("Not taken: " + e.getMessage());
      return new org.dossierhub.system.wire.ObjectFactory().createRefusal(refusal);
    }
  }
}
