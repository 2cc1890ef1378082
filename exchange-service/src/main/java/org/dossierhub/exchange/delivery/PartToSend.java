package org.dossierhub.exchange.delivery;

import org.dossierhub.exchange.message.Payload;

/** A kept payload under the name and media type it shall travel with. */
public record PartToSend(String name, String mediaType, Payload payload) {}
