package org.dossierhub.exchange.dossier;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One permitted move. {@code onlyBack} permits it only when the dossier came from {@code to}; both
 * dates are included; {@code source} says who permits it.
 */
public record Transition(
    BusinessState from,
    BusinessState to,
    boolean onlyBack,
    boolean reasonRequired,
    LocalDate validFrom,
    Optional<LocalDate> validUntil,
    String source) {

  public boolean holdsOn(LocalDate day) {
    return !day.isBefore(validFrom) && validUntil.map(last -> !day.isAfter(last)).orElse(true);
  }
}
