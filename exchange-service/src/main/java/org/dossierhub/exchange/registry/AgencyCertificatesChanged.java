package org.dossierhub.exchange.registry;

import org.dossierhub.signing.identity.AgencyCode;

/**
 * Event, fired after the commit: the certificates trusted for this agency are others than before.
 */
public record AgencyCertificatesChanged(AgencyCode agency) {}
