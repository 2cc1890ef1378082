package org.dossierhub.exchange.legal;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A law, decree or circular with the days on which it is in force. {@code verifiedOn} is there once
 * somebody has compared it with the official text; before that no citizen is shown it.
 */
public record LegalInstrument(
    String no,
    String title,
    Optional<LocalDate> issued,
    Optional<LocalDate> effectiveFrom,
    Optional<LocalDate> effectiveTo,
    Optional<String> repealedBy,
    Optional<String> verifiedBy,
    Optional<LocalDate> verifiedOn) {}
