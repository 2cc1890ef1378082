package org.dossierhub.exchange.agency;

/**
 * A registered certificate and the agency it was registered for. Whether both count today is for
 * the caller to say.
 */
public record CertificateHolder(AgencyCertificate certificate, Agency agency) {}
