package org.dossierhub.exchange.delivery;

import org.dossierhub.exchange.message.MessageId;

/** A message that is signed and not yet stored. */
public record PreparedMessage(MessageId id) {}
