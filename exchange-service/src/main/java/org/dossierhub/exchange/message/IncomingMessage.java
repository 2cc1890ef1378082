package org.dossierhub.exchange.message;

import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * A message as an adapter took it: nothing in it is believed yet. The transport identity is the
 * certificate of the TLS connection or of WS-Security; the transport agency is known instead where
 * the broker authenticated the agency.
 */
public record IncomingMessage(
    Channel channel,
    Optional<CertificateId> transportIdentity,
    Optional<AgencyCode> transportAgency,
    byte[] manifest,
    PartSource parts) {

  public IncomingMessage(
      Channel channel,
      Optional<CertificateId> transportIdentity,
      byte[] manifest,
      PartSource parts) {
    this(channel, transportIdentity, Optional.empty(), manifest, parts);
  }
}
