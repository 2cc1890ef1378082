package org.dossierhub.exchange.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.WireDocument;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.signing.identity.AgencyCode;

/** An element of the contract in a JMS message, as docs/protocol/jms.md says. */
final class WireMessage {
  static final String OPERATION = "operation";
  static final String MESSAGE_ID = "messageId";

  /** Bytes of all parts of a message together that may lie inline. */
  static final long INLINE_AT_MOST = 1 << 20;

  /** Bytes of a document: the parts in base64, the manifest, and the tags around them. */
  private static final long DOCUMENT_AT_MOST = 4 << 20;

  private WireMessage() {}

  /** {@code agency.CODE.leaf} */
  static String address(AgencyCode agency, String leaf) {
    return "agency." + agency.value() + "." + leaf;
  }

  static Object read(Message message) throws JMSException, RefusalFault {
    if (message instanceof TextMessage text) {
      var document = text.getText() == null ? "" : text.getText();
      limited(document.length());
      return WireDocument.read(document.getBytes(StandardCharsets.UTF_8));
    }
    if (message instanceof BytesMessage bytes) {
      limited(bytes.getBodyLength());
      var document = new byte[(int) bytes.getBodyLength()];
      bytes.readBytes(document);
      return WireDocument.read(document);
    }
    throw Refusals.of(WireRefusal.MALFORMED, "a text or bytes message is expected");
  }

  static BytesMessage write(Session session, Object element) throws JMSException {
    var message = session.createBytesMessage();
    message.writeBytes(WireDocument.write(element));
    message.setStringProperty(OPERATION, WireDocument.operation(element));
    return message;
  }

  private static void limited(long size) throws RefusalFault {
    if (size > DOCUMENT_AT_MOST) {
      throw Refusals.of(
          RejectionReason.LIMIT_EXCEEDED,
          "the document has " + size + " bytes, at most " + DOCUMENT_AT_MOST);
    }
  }
}
