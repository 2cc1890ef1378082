package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * An agency gets another name, channel or address; its code stays. Refuses with UNKNOWN_AGENCY,
 * AGENCY_CLOSED, ADDRESS_NEEDED, ADDRESS_IS_LOCAL.
 */
@ApplicationScoped
public class ChangeAgency {
  private final Agencies agencies;
  private final Registry registry;
  private final AgencyAddress address;
  private final Outbox outbox;

  /** For the container's proxy. */
  protected ChangeAgency() {
    this(null, null, null, null);
  }

  @Inject
  public ChangeAgency(Agencies agencies, Registry registry, AgencyAddress address, Outbox outbox) {
    this.agencies = agencies;
    this.registry = registry;
    this.address = address;
    this.outbox = outbox;
  }

  public Agency change(
      AgencyCode code, String name, Channel channel, Optional<URI> address, String actor)
      throws RegistryRefused {
    var before = registry.requiredNotEnded(code);
    this.address.check(channel, address);
    var after =
        new Agency(
            code,
            name.strip(),
            channel,
            address,
            before.registeredAt(),
            before.validFrom(),
            before.closedAt(),
            before.succession());
    registry.change(
        () -> {
          agencies.change(after);
          // What waited to be fetched is brought from now on.
          outbox.wake(WorkKind.DELIVER_MESSAGE, code.value());
        },
        "AGENCY_CHANGED",
        code,
        before.channel() + " " + before.name() + " → " + channel + " " + after.name(),
        actor);
    registry.tellCertificatesChanged(code);
    return after;
  }
}
