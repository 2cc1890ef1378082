package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * An agency ceases, at once or after a last day, with or without somebody who takes over; its name,
 * dossiers and messages stay. A last day that is still to come can be given anew.
 *
 * <p>Refuses with UNKNOWN_AGENCY, AGENCY_CLOSED (also of the successor), WRONG_DATES,
 * WRONG_SUCCESSOR.
 */
@ApplicationScoped
public class CloseAgency {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private final Agencies agencies;
  private final Registry registry;

  /** For the container's proxy. */
  protected CloseAgency() {
    this(null, null);
  }

  @Inject
  public CloseAgency(Agencies agencies, Registry registry) {
    this.agencies = agencies;
    this.registry = registry;
  }

  /** The last day it takes part, in the time of Viet Nam; at once when absent. */
  public void close(
      AgencyCode code, Optional<LocalDate> lastDay, Optional<Succession> succession, String actor)
      throws RegistryRefused {
    var agency = registry.required(code);
    if (agency.endedAt(registry.now())) {
      throw registry.closed(code);
    }
    var now = registry.now();
    var at = lastDay.map(day -> day.plusDays(1).atStartOfDay(VIETNAM).toInstant()).orElse(now);
    if (at.isBefore(now) || at.isBefore(agency.validFrom())) {
      throw new RegistryRefused(
          "WRONG_DATES",
          "Ngày cuối cùng không được ở trong quá khứ.",
          "The last day has passed, or lies before the first");
    }
    if (succession.isPresent()) {
      checkSuccessor(code, succession.get().successor(), at);
    }
    registry.change(
        () -> agencies.close(code, at, succession),
        "AGENCY_CLOSED",
        code,
        agency.name() + " at " + at + succession.map(CloseAgency::words).orElse(""),
        actor);
    registry.tellCertificatesChanged(code);
  }

  private static String words(Succession succession) {
    return ", "
        + succession.policy()
        + " to "
        + succession.successor()
        + " by "
        + succession.basis();
  }

  private void checkSuccessor(AgencyCode code, AgencyCode successor, Instant at)
      throws RegistryRefused {
    var heir = registry.required(successor);
    if (heir.endedAt(at)) {
      throw registry.closed(successor);
    }
    var next = Optional.of(heir);
    for (int step = 0; step < Agencies.MOST_MERGERS && next.isPresent(); step++) {
      if (next.get().code().equals(code)) {
        throw new RegistryRefused(
            "WRONG_SUCCESSOR",
            "Cơ quan không thể kế thừa chính mình, trực tiếp hoặc qua cơ quan khác.",
            "An agency cannot take over from itself, directly or by way of others");
      }
      next = next.flatMap(Agency::succession).flatMap(s -> agencies.byCode(s.successor()));
    }
  }
}
