package org.dossierhub.broker;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;

/**
 * Messages that the hub, which speaks the core protocol, could never be handed. The broker turns a
 * message of AMQP into one of core when it delivers it, not when it takes it; one that cannot be
 * turned, since a property is a uuid, for instance, would lie at the head of its queue for ever,
 * with all that comes after it behind.
 */
final class Undeliverable {
  private static final Logger LOG = Logger.getLogger(Undeliverable.class.getName());

  private Undeliverable() {}

  /** Why it can never be delivered; empty when it can. */
  static Optional<String> why(Message message) {
    ICoreMessage core;
    try {
      core = message.toCore();
      core.getPropertyNames().forEach(core::getObjectProperty);
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "A message that cannot be turned into one of the core protocol", e);
      return Optional.of(
          "has a property or a body of a type that JMS does not have (text, number, boolean)");
    }
    return core.getType() < Message.DEFAULT_TYPE || core.getType() > Message.STREAM_TYPE
        ? Optional.of("is of the unknown type " + core.getType())
        : Optional.empty();
  }
}
