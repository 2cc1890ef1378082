package org.dossierhub.exchange.result;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * The register of outgoing documents: one row of numbers per agency and year, in which a number
 * given back stays visible as a gap.
 */
public interface NumberRegister {

  /**
   * The next number; two clerks at once get two numbers, a transaction rolled back gives its number
   * back.
   */
  int allocate(
      AgencyCode agency, int year, UUID result, String symbol, LocalDate date, UUID by, Instant at);

  void cancel(AgencyCode agency, int year, int number, UUID by, Instant at, String reason);

  /** In the order of the numbers. */
  List<Entry> entries(AgencyCode agency, int year);

  /** One line of the register. */
  record Entry(
      ResultNumber number,
      UUID result,
      String title,
      UUID by,
      Instant at,
      Optional<Cancellation> cancelled) {}

  /** Why a number was given and not used. */
  record Cancellation(UUID by, Instant at, String reason) {}
}
