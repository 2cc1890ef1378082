package org.dossierhub.exchange.legal;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The register of legal instruments and of what rests on them. */
public interface LegalInstruments {

  /** By number. */
  List<LegalInstrument> all();

  Optional<LegalInstrument> byNo(String no);

  /**
   * What a result issued on that day rests on: only instruments that were verified and in force.
   */
  List<LegalInstrument> basisOn(LocalDate day);

  /** Writes down the days of force as somebody found them in the official text. */
  void verified(
      String no, LocalDate effectiveFrom, Optional<LocalDate> effectiveTo, String by, LocalDate on);
}
