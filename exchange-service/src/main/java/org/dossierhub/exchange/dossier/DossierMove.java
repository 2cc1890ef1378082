package org.dossierhub.exchange.dossier;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a dossier's history: sequence from 1, from nothing or from the state before, by whom
 * and why.
 */
public record DossierMove(
    int sequence,
    Optional<BusinessState> from,
    BusinessState to,
    Instant at,
    String actor,
    Optional<String> reason) {}
