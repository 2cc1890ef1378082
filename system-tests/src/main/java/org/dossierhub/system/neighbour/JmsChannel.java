package org.dossierhub.system.neighbour;

import jakarta.activation.DataHandler;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.dossierhub.system.wire.FetchResult;
import org.dossierhub.system.wire.FetchResultResponse;
import org.dossierhub.system.wire.Part;
import org.dossierhub.system.wire.Receipt;
import org.dossierhub.system.wire.ReceiptResponse;
import org.dossierhub.system.wire.Refusal;
import org.dossierhub.system.wire.Status;
import org.dossierhub.system.wire.StatusResponse;
import org.dossierhub.system.wire.Submit;
import org.dossierhub.system.wire.SubmitResponse;

/**
 * The JMS side of a neighbour: questions go to its request queue, answers come on its reply queue
 * (docs/protocol/jms.md).
 */
final class JmsChannel implements HubChannel {
  private static final long ANSWER_WITHIN_MILLIS = 60_000;

  private final ActiveMQConnectionFactory factory;
  private final String user;
  private final String password;
  private final String agency;

  JmsChannel(String brokerUrl, String user, String password, String agency) {
    this.factory = new ActiveMQConnectionFactory(brokerUrl);
    this.user = user;
    this.password = password;
    this.agency = agency;
  }

  /** A new connection; one that broke is not mended but replaced. */
  Connection connect() throws JMSException {
    var connection = factory.createConnection(user, password);
    connection.start();
    return connection;
  }

  @Override
  public Answer submit(String messageId, byte[] manifest, List<PartFile> parts) {
    var submit = new Submit();
    submit.setManifest(manifest);
    parts.forEach(part -> submit.getPart().add(inline(part)));
    return ask("submit", messageId, submit);
  }

  private static Part inline(PartFile file) {
    try {
      var part = new Part();
      part.setName(file.name());
      part.setMediaType(file.mediaType());
      var bytes = file.bytes() == null ? Files.readAllBytes(file.file()) : file.bytes();
      part.setContent(new DataHandler(new ByteArrayDataSource(bytes, "application/octet-stream")));
      return part;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Answer receipt(String messageId) {
    var question = new Receipt();
    question.setMessageId(messageId);
    return ask("receipt", messageId, question);
  }

  @Override
  public Answer status(String dossierCode) {
    var question = new Status();
    question.setDossierCode(dossierCode);
    return ask("status", null, question);
  }

  @Override
  public Answer fetchResult(String resultId) {
    var question = new FetchResult();
    question.setResultId(resultId);
    return ask("fetchResult", null, question);
  }

  private synchronized Answer ask(String operation, String messageId, Object element) {
    var correlation = UUID.randomUUID().toString();
    try (var connection = connect();
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var producer =
            session.createProducer(session.createQueue("agency." + agency + ".request"));
        var answers =
            session.createConsumer(
                session.createQueue("agency." + agency + ".reply"),
                "JMSCorrelationID = '" + correlation + "'")) {
      BytesMessage question = session.createBytesMessage();
      question.writeBytes(Wire.write(element));
      question.setStringProperty("operation", operation);
      if (messageId != null) {
        question.setStringProperty("messageId", messageId);
      }
      question.setJMSCorrelationID(correlation);
      question.setJMSReplyTo(session.createQueue("agency." + agency + ".reply"));
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      producer.send(question);
      Message answer = answers.receive(ANSWER_WITHIN_MILLIS);
      if (answer == null) {
        throw new IllegalStateException("No answer to " + operation + " within a minute");
      }
      return answer(Wire.read(content(answer)));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] content(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return text.getText().getBytes(StandardCharsets.UTF_8);
    }
    return message.getBody(byte[].class);
  }

  private static Answer answer(Object element) {
    if (element instanceof SubmitResponse response) {
      return Answer.receipt(response.getReceipt());
    }
    if (element instanceof ReceiptResponse response) {
      return Answer.receipt(response.getReceipt());
    }
    if (element instanceof Refusal refusal) {
      return Answer.refusal(refusal);
    }
    if (element instanceof StatusResponse response) {
      return Answer.status(response.getStatus(), response.getLabel(), response.getResult());
    }
    if (element instanceof FetchResultResponse response) {
      try {
        var content = response.getFile().getContent().getInputStream().readAllBytes();
        return Answer.file(response.getFile().getName(), response.getFile().getSha256(), content);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException("Unexpected answer: " + element.getClass());
  }

  @Override
  public void close() {
    factory.close();
  }
}
