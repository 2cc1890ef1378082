package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agreements;
import org.dossierhub.exchange.agency.ExchangeAgreement;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * Two agencies agree that one may send dossiers to the other. Refuses with UNKNOWN_AGENCY,
 * AGENCY_CLOSED, WRONG_DATES.
 */
@ApplicationScoped
public class AgreeExchange {
  private final Agreements agreements;
  private final Registry registry;

  /** For the container's proxy. */
  protected AgreeExchange() {
    this(null, null);
  }

  @Inject
  public AgreeExchange(Agreements agreements, Registry registry) {
    this.agreements = agreements;
    this.registry = registry;
  }

  /** What is agreed: without a procedure it holds for all; both dates are included. */
  public record Terms(
      AgencyCode sender,
      AgencyCode recipient,
      Optional<ProcedureCode> procedure,
      LocalDate from,
      Optional<LocalDate> until,
      Limits limits) {}

  public ExchangeAgreement agree(Terms terms, String actor) throws RegistryRefused {
    registry.requiredNotEnded(terms.sender());
    registry.requiredNotEnded(terms.recipient());
    if (terms.until().filter(last -> last.isBefore(terms.from())).isPresent()) {
      throw new RegistryRefused(
          "WRONG_DATES",
          "Ngày kết thúc phải sau ngày bắt đầu.",
          "The last day lies before the first");
    }
    var agreement =
        new ExchangeAgreement(
            UUID.randomUUID(),
            terms.sender(),
            terms.recipient(),
            terms.procedure(),
            terms.from(),
            terms.until(),
            terms.limits().within(Limits.GREATEST));
    registry.change(
        () -> agreements.add(agreement),
        "AGREEMENT_MADE",
        terms.sender(),
        "to "
            + terms.recipient()
            + " from "
            + terms.from()
            + terms.procedure().map(code -> " for " + code).orElse(" for all procedures"),
        actor);
    return agreement;
  }
}
