package org.dossierhub.exchange.receipt;

import org.dossierhub.exchange.message.MessageId;

/**
 * The hub's answer to an accepted message: XML signed by the hub ({@code
 * urn:dossierhub:receipt:1}); repetitions get the same bytes.
 */
public record Receipt(MessageId id, byte[] document) {}
