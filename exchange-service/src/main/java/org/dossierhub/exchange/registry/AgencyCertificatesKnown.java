package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;

/**
 * Tells the operator for how many certificates of agencies no issuer has answered for a day. The
 * hub stays ready: the exchange goes on when OCSP and CRL are away (F24).
 */
@ApplicationScoped
public class AgencyCertificatesKnown implements HealthCheck {
  private static final String NAME = "agency-certificates";
  static final Duration FRESH = Duration.ofHours(24);

  private Agencies agencies;
  private Clock clock;

  /** For the container's proxy. */
  protected AgencyCertificatesKnown() {}

  @Inject
  AgencyCertificatesKnown(Agencies agencies, Clock clock) {
    this.agencies = agencies;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isNeededToAnswer() {
    return false;
  }

  @Override
  public Health.Part check() {
    var now = clock.instant();
    var inUse = agencies.certificatesInUse(now);
    long revoked = inUse.stream().filter(c -> c.revokedAt().isPresent()).count();
    long old =
        inUse.stream()
            .filter(c -> c.standing().filter(s -> s.at().plus(FRESH).isAfter(now)).isEmpty())
            .count();
    return Health.Part.up(
        NAME,
        "Of %d certificates of agencies %d are revoked; about %d no issuer has answered within a day."
            .formatted(inUse.size(), revoked, old));
  }
}
