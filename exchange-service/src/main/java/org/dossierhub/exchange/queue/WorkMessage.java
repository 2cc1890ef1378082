package org.dossierhub.exchange.queue;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Locale;
import java.util.UUID;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;

/** A claimed piece of work as a JMS message without a body. */
final class WorkMessage {
  private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

  private WorkMessage() {}

  /** {@code hub.work.} and the kind, for instance {@code hub.work.deliver_message}. */
  static String address(WorkKind kind) {
    return "hub.work." + kind.name().toLowerCase(Locale.ROOT);
  }

  static Message write(Session session, Work work) throws JMSException {
    var message = session.createMessage();
    message.setStringProperty("id", work.id().toString());
    message.setStringProperty("kind", work.kind().name());
    message.setStringProperty("lane", work.lane());
    message.setStringProperty("subject", work.subject());
    message.setIntProperty("attempt", work.attempt());
    // One claim is one message, however often the relay sends it (hazard F4).
    message.setStringProperty(DUPLICATE_ID, work.id() + "#" + work.attempt());
    return message;
  }

  /** Whoever reads it would be a holder of its own. */
  static Work read(Message message) throws JMSException {
    return new Work(
        UUID.fromString(message.getStringProperty("id")),
        WorkKind.valueOf(message.getStringProperty("kind")),
        message.getStringProperty("lane"),
        message.getStringProperty("subject"),
        message.getIntProperty("attempt"),
        UUID.randomUUID());
  }
}
