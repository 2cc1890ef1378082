package org.dossierhub.exchange.work;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Unfinished work as the operator sees it. */
public record WaitingWork(
    UUID id,
    WorkKind kind,
    String lane,
    String subject,
    int attempts,
    int failures,
    Instant added,
    Instant notBefore,
    boolean setAside,
    Optional<String> why) {}
