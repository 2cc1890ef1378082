package org.dossierhub.exchange.agency;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * May this sender send dossiers of this procedure to that agency, and how large? Without a
 * procedure it holds for all. Status and result messages of a dossier travel back under the
 * agreement the dossier came by. Both dates are included.
 */
public record ExchangeAgreement(
    UUID id,
    AgencyCode sender,
    AgencyCode recipient,
    Optional<ProcedureCode> procedure,
    LocalDate from,
    Optional<LocalDate> until,
    Limits limits) {

  public boolean holdsOn(LocalDate day) {
    return !day.isBefore(from) && until.map(last -> !day.isAfter(last)).orElse(true);
  }

  public boolean covers(Optional<ProcedureCode> asked) {
    return procedure.isEmpty()
        || asked.map(code -> code.national().equals(procedure.get().national())).orElse(false);
  }
}
