package org.dossierhub.exchange.desk;

import java.time.Instant;

/**
 * What the browser passes on to the signing agent: the one-time token, shown this once, and when it
 * stops working.
 */
public record OpenedSession(String token, Instant expires) {}
