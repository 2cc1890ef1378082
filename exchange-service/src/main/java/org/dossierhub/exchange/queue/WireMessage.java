package org.dossierhub.exchange.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageImpl;
import org.apache.activemq.artemis.core.client.impl.ClientMessageInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.WireDocument;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.signing.identity.AgencyCode;

/** An element of the contract in a JMS message, as docs/protocol/jms.md says. */
final class WireMessage {
  static final String OPERATION = "operation";
  static final String MESSAGE_ID = "messageId";

  /** Bytes of all parts of a message together that may lie inline. */
  static final long INLINE_AT_MOST = 1 << 20;

  /** Bytes of a document: the parts in base64, the manifest, and the tags around them. */
  private static final long DOCUMENT_AT_MOST = 4 << 20;

  private static final SimpleString HDR_LARGE_COMPRESSED =
      org.apache.activemq.artemis.api.core.Message.HDR_LARGE_COMPRESSED;
  private static final Logger LOG = Correlation.logger(WireMessage.class);

  private WireMessage() {}

  /** {@code agency.CODE.leaf} */
  static String address(AgencyCode agency, String leaf) {
    return "agency." + agency.value() + "." + leaf;
  }

  /** Looks at the size first and takes the body afterwards. */
  static Object read(ActiveMQMessage message) throws JMSException, RefusalFault {
    var core = message.getCoreMessage();
    if (Boolean.TRUE.equals(core.getBooleanProperty(HDR_LARGE_COMPRESSED))) {
      ((ClientMessageInternal) core).discardBody();
      throw Refusals.of(WireRefusal.MALFORMED, "the message is compressed");
    }
    boolean isText = message instanceof TextMessage;
    // the client takes two bytes for a character, four for the length and one for its presence
    long most = isText ? 2 * DOCUMENT_AT_MOST + 5 : DOCUMENT_AT_MOST;
    long size = size(core);
    if (size > most) {
      ((ClientMessageInternal) core).discardBody();
      throw tooLong("the message has " + size + " bytes, at most " + most);
    }
    if (!isText && !(message instanceof BytesMessage)) {
      throw Refusals.of(WireRefusal.MALFORMED, "a text or bytes message is expected");
    }
    return WireDocument.read(body(message));
  }

  private static byte[] body(ActiveMQMessage message) throws JMSException, RefusalFault {
    try {
      message.doBeforeReceive();
    } catch (ActiveMQException e) {
      throw AgencyQueue.failure("A body did not arrive", e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ActiveMQException broken) {
        throw AgencyQueue.failure("A body did not arrive", broken);
      }
      throw Refusals.of(WireRefusal.MALFORMED, "the body is not what its type says");
    }
    if (message instanceof TextMessage text) {
      var document =
          (text.getText() == null ? "" : text.getText()).getBytes(StandardCharsets.UTF_8);
      if (document.length > DOCUMENT_AT_MOST) {
        throw tooLong("the document has " + document.length + " bytes");
      }
      return document;
    }
    var bytes = (BytesMessage) message;
    var document = new byte[(int) bytes.getBodyLength()];
    bytes.readBytes(document);
    return document;
  }

  /** What the broker says it has, not what the sender wrote into a header. */
  private static long size(ClientMessage core) {
    return core instanceof ClientLargeMessageImpl large
        ? large.getLargeMessageSize()
        : core.getBodySize();
  }

  /** A header or property, or null: what cannot be read as a text was not given. */
  static String header(Message message, Header header) {
    try {
      return header.of(message);
    } catch (JMSException | RuntimeException e) {
      LOG.log(Level.FINE, "A header of another type than text", e);
      return null;
    }
  }

  /** Reads one header. */
  @FunctionalInterface
  interface Header {
    String of(Message message) throws JMSException;
  }

  static BytesMessage write(Session session, Object element) throws JMSException {
    var message = session.createBytesMessage();
    message.writeBytes(WireDocument.write(element));
    message.setStringProperty(OPERATION, WireDocument.operation(element));
    return message;
  }

  private static RefusalFault tooLong(String what) {
    return Refusals.of(
        RejectionReason.LIMIT_EXCEEDED, what + "; a document has at most " + DOCUMENT_AT_MOST);
  }
}
