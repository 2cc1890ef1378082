package org.dossierhub.exchange.agency;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * An office that exchanges through the hub. The channel says how messages reach it; the address is
 * its SOAP or REST end point where it has one. It takes part from {@code validFrom} until {@code
 * closedAt}, both of which may lie in the future. An agency that has ended keeps its name and code
 * for ever but neither sends nor receives; {@code succession} says who takes over.
 */
public record Agency(
    AgencyCode code,
    String name,
    Channel channel,
    Optional<URI> address,
    Instant registeredAt,
    Instant validFrom,
    Optional<Instant> closedAt,
    Optional<Succession> succession) {

  /** An agency that takes part from its registration on, without a successor. */
  public Agency(
      AgencyCode code,
      String name,
      Channel channel,
      Optional<URI> address,
      Instant registeredAt,
      Optional<Instant> closedAt) {
    this(code, name, channel, address, registeredAt, registeredAt, closedAt, Optional.empty());
  }

  /** Its officials work in the hub itself. */
  public boolean hasDeskHere() {
    return channel == Channel.DESK;
  }

  public boolean openAt(Instant at) {
    return !at.isBefore(validFrom) && !endedAt(at);
  }

  /** Its last day is over. */
  public boolean endedAt(Instant at) {
    return closedAt.filter(end -> !at.isBefore(end)).isPresent();
  }

  public Agency closing(Instant at, Optional<Succession> by) {
    return new Agency(code, name, channel, address, registeredAt, validFrom, Optional.of(at), by);
  }
}
