package org.dossierhub.exchange.protocol;

import java.util.Optional;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * The agency that asks, as its transport proved it: over SOAP and REST by certificate, over JMS by
 * its user at the broker.
 */
public record Caller(AgencyCode agency, Channel channel, Optional<CertificateId> certificate) {}
