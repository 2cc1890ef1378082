package org.dossierhub.exchange.result;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * The register of outgoing documents (sổ đăng ký văn bản đi): one row of numbers per agency and
 * year, in the order of the dates. A number given back stays visible as a gap and is never given
 * again.
 */
public interface NumberRegister {

  /**
   * Takes hold of the register until the caller's transaction ends: two clerks at once get two
   * numbers, and a transaction rolled back leaves no hole.
   */
  Head hold(AgencyCode agency, int year);

  /** Enters the number after the head; only while the register is held. */
  void enter(AgencyCode agency, ResultNumber number, UUID result, UUID by, Instant at);

  void cancel(AgencyCode agency, ResultNumber number, UUID by, Instant at, String reason);

  /** In the order of the numbers. */
  List<Entry> entries(AgencyCode agency, int year);

  /**
   * Where the register stands: its last number, 0 for none, and the latest date of a number that
   * counts.
   */
  record Head(int last, Optional<LocalDate> latest) {}

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
