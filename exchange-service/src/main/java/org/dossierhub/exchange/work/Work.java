package org.dossierhub.exchange.work;

import java.util.UUID;

/**
 * A piece of work somebody has claimed. {@code lane} keeps slow partners apart (an agency's code);
 * {@code subject} names the thing to work on; {@code attempt} counts the claims. {@code holder} is
 * whoever has it in hand: a claim that is brought twice has two, and only the last of them can
 * finish anything (docs/decisions/0021).
 */
public record Work(UUID id, WorkKind kind, String lane, String subject, int attempt, UUID holder) {}
