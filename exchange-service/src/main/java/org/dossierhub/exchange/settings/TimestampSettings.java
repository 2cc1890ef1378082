package org.dossierhub.exchange.settings;

import java.net.URI;

/** Where time is proved: {@code hub.tsa.url} (RFC 3161 over HTTP). */
public record TimestampSettings(URI url) {}
