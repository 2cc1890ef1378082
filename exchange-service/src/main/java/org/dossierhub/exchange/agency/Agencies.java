package org.dossierhub.exchange.agency;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.verification.CertificateStatus;

/**
 * The register of agencies, their certificates. Changes go through the happenings in {@code
 * registry}.
 */
public interface Agencies {
  /** A longer chain of successors is a circle. */
  int MOST_MERGERS = 16;

  Optional<Agency> byCode(AgencyCode code);

  List<Agency> all();

  void add(Agency agency);

  /** New name, channel and address for an agency that is there. */
  void change(Agency agency);

  /** Says when the agency ends, and who takes over; a date in the future can be given again. */
  void close(AgencyCode code, Instant at, Optional<Succession> succession);

  /** Agencies this one has taken over from, directly. */
  default List<Agency> predecessorsOf(AgencyCode code) {
    return all().stream()
        .filter(a -> a.succession().filter(s -> s.successor().equals(code)).isPresent())
        .toList();
  }

  /**
   * Who receives now what is addressed to this code: the agency itself while it is open, afterwards
   * whoever takes over from it, along as many mergers as there were. Empty when nobody does: the
   * code is unknown, not open yet, ended without a successor, or its traffic is to be refused.
   */
  default Optional<Agency> receivingFor(AgencyCode code, Instant at) {
    var here = byCode(code);
    for (int step = 0; step < MOST_MERGERS && here.isPresent(); step++) {
      if (here.get().openAt(at)) {
        return here;
      }
      here =
          here.filter(agency -> agency.endedAt(at))
              .flatMap(Agency::succession)
              .filter(succession -> succession.policy() == Succession.Policy.FORWARD)
              .flatMap(succession -> byCode(succession.successor()));
    }
    return Optional.empty();
  }

  /** Whether this agency receives now what is addressed to that code. */
  default boolean receives(AgencyCode agency, AgencyCode addressed, Instant at) {
    return agency.equals(addressed)
        || receivingFor(addressed, at).filter(heir -> heir.code().equals(agency)).isPresent();
  }

  /** The codes whose messages this agency receives now: its own, and those it took over. */
  default List<AgencyCode> receivedBy(AgencyCode agency, Instant at) {
    var codes = new LinkedHashSet<AgencyCode>(List.of(agency));
    var next = List.of(agency);
    for (int step = 0; step < MOST_MERGERS && !next.isEmpty(); step++) {
      next =
          next.stream()
              .flatMap(code -> predecessorsOf(code).stream())
              .map(Agency::code)
              .filter(code -> receives(agency, code, at))
              .filter(codes::add)
              .toList();
    }
    return List.copyOf(codes);
  }

  /**
   * Also finds certificates that are withdrawn or past their validity: the caller asks {@code
   * usableAt}.
   */
  Optional<AgencyCertificate> certificate(CertificateId id);

  /** The same with its agency, open or not, in one question. */
  default Optional<CertificateHolder> holder(CertificateId id) {
    return certificate(id)
        .flatMap(
            certificate ->
                byCode(certificate.agency())
                    .map(agency -> new CertificateHolder(certificate, agency)));
  }

  List<AgencyCertificate> certificatesOf(AgencyCode code);

  /** Certificates of agencies that have not ended which are not withdrawn. */
  List<AgencyCertificate> certificatesInUse(Instant at);

  /**
   * Certificates in use, and those replaced so lately that what they signed may still be in flight:
   * about these their issuers are asked.
   */
  List<AgencyCertificate> certificatesInFlight(Instant at);

  void addCertificate(AgencyCertificate certificate);

  /**
   * Keeps what the issuer said about a certificate in use: GOOD or REVOKED. False when a younger
   * word is known already, from another node.
   */
  boolean standing(AgencyCertificate certificate, CertificateStatus status);

  /**
   * False when there was no such certificate in use; a withdrawal that lies in the future can be
   * given anew.
   */
  boolean withdrawCertificate(AgencyCode agency, CertificateId id, Withdrawal withdrawal);
}
