package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agreements;

/**
 * An agreement holds up to and including a day. What was received under it stays received. Refuses
 * with UNKNOWN_AGREEMENT.
 */
@ApplicationScoped
public class EndAgreement {
  private final Agreements agreements;
  private final Registry registry;

  /** For the container's proxy. */
  protected EndAgreement() {
    this(null, null);
  }

  @Inject
  public EndAgreement(Agreements agreements, Registry registry) {
    this.agreements = agreements;
    this.registry = registry;
  }

  public void end(UUID id, LocalDate lastDay, String actor) throws RegistryRefused {
    var agreement =
        agreements.all().stream()
            .filter(known -> known.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new RegistryRefused(
                        "UNKNOWN_AGREEMENT",
                        "Không có thỏa thuận này.",
                        "There is no agreement " + id));
    registry.change(
        () -> agreements.end(id, lastDay),
        "AGREEMENT_ENDED",
        agreement.sender(),
        "to " + agreement.recipient() + " on " + lastDay,
        actor);
  }
}
