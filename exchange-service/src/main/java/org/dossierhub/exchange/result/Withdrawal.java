package org.dossierhub.exchange.result;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * That a published result no longer counts: since when, why, and which result took its place if one
 * did.
 */
public record Withdrawal(Instant at, String reason, Optional<UUID> successor) {}
