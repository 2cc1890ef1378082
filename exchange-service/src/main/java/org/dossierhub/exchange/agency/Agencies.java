package org.dossierhub.exchange.agency;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.verification.CertificateStatus;

/**
 * The register of agencies, their certificates. Changes go through the happenings in {@code
 * registry}.
 */
public interface Agencies {

  Optional<Agency> byCode(AgencyCode code);

  List<Agency> all();

  void add(Agency agency);

  /** New name, channel and address for an agency that is there. */
  void change(Agency agency);

  void close(AgencyCode code, Instant at);

  /**
   * Also finds certificates that are withdrawn or past their validity: the caller asks {@code
   * usableAt}.
   */
  Optional<AgencyCertificate> certificate(CertificateId id);

  List<AgencyCertificate> certificatesOf(AgencyCode code);

  /** Certificates of open agencies that are not withdrawn. */
  List<AgencyCertificate> certificatesInUse(Instant at);

  void addCertificate(AgencyCertificate certificate);

  /** Keeps what the issuer said about a certificate in use: GOOD or REVOKED. */
  void standing(AgencyCertificate certificate, CertificateStatus status);

  /** False when there was no such certificate in use. */
  boolean withdrawCertificate(AgencyCode agency, CertificateId id, Instant at);

  /** Open agencies reached by this channel. */
  default List<Agency> reachedBy(Channel channel, Instant at) {
    return all().stream().filter(a -> a.channel() == channel && a.openAt(at)).toList();
  }
}
