package org.dossierhub.exchange.result;

import java.time.Instant;
import java.util.UUID;

/**
 * Why a draft did not go on: the words of the leader or clerk who sent it back, or of the officer
 * who discarded it. {@code by} is an account.
 */
public record Remark(String reason, UUID by, Instant at) {}
