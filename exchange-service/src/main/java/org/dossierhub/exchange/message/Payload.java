package org.dossierhub.exchange.message;

import org.dossierhub.signing.identity.Sha256;

/**
 * Bytes the hub keeps. Whoever holds one got it from a message or a result it has the right to see:
 * a digest that comes from outside never becomes a payload.
 */
public record Payload(Sha256 sha256, long size) {}
