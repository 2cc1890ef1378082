package org.dossierhub.exchange.agency;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * An office that exchanges through the hub. The channel says how messages reach it; the address is
 * its SOAP or REST end point where it has one. A closed agency keeps its name and code for ever but
 * neither sends nor receives.
 */
public record Agency(
    AgencyCode code,
    String name,
    Channel channel,
    Optional<URI> address,
    Instant registeredAt,
    Optional<Instant> closedAt) {

  /** Its officials work in the hub itself. */
  public boolean hasDeskHere() {
    return channel == Channel.DESK;
  }

  public boolean openAt(Instant at) {
    return closedAt.map(at::isBefore).orElse(true);
  }
}
