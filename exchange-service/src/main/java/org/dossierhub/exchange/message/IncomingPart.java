package org.dossierhub.exchange.message;

import java.io.InputStream;

/** One file of a message on its way in: the bytes can be read once, while they arrive. */
public record IncomingPart(String name, InputStream content) {}
