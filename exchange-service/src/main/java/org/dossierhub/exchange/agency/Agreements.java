package org.dossierhub.exchange.agency;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.ProcedureCode;

/** The agreements that say who may send what to whom. */
public interface Agreements {

  /** The agreement that covers this on that day; one for the procedure wins over one for all. */
  Optional<ExchangeAgreement> between(
      AgencyCode sender, AgencyCode recipient, Optional<ProcedureCode> procedure, LocalDate day);

  List<ExchangeAgreement> all();

  void add(ExchangeAgreement agreement);

  /** Lets an agreement hold up to and including that day; false when there is none with this id. */
  boolean end(UUID id, LocalDate lastDay);
}
