package org.dossierhub.exchange.work;

import java.util.UUID;

/**
 * A piece of work somebody has claimed. {@code lane} keeps slow partners apart (an agency's code);
 * {@code subject} names the thing to work on; {@code attempt} counts the claims, and only the
 * newest can finish anything.
 */
public record Work(UUID id, WorkKind kind, String lane, String subject, int attempt) {}
