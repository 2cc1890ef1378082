package org.dossierhub.exchange.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.verification.CertificateStatus;

/** Agencies in memory; the SQL has tests of its own. */
final class FakeAgencies implements Agencies {
  private final List<Agency> agencies = new ArrayList<>();
  private final List<AgencyCertificate> certificates = new ArrayList<>();

  FakeAgencies with(Agency agency) {
    agencies.add(agency);
    return this;
  }

  @Override
  public Optional<Agency> byCode(AgencyCode code) {
    return agencies.stream().filter(a -> a.code().equals(code)).findFirst();
  }

  @Override
  public List<Agency> all() {
    return List.copyOf(agencies);
  }

  @Override
  public void add(Agency agency) {
    agencies.add(agency);
  }

  @Override
  public void change(Agency agency) {
    agencies.replaceAll(a -> a.code().equals(agency.code()) ? agency : a);
  }

  @Override
  public void close(AgencyCode code, Instant at, Optional<Succession> succession) {
    agencies.replaceAll(a -> a.code().equals(code) ? a.closing(at, succession) : a);
  }

  @Override
  public List<AgencyCertificate> certificatesInFlight(Instant at) {
    return certificatesInUse(at);
  }

  @Override
  public Optional<AgencyCertificate> certificate(CertificateId id) {
    return certificates.stream().filter(c -> c.id().equals(id)).findFirst();
  }

  @Override
  public List<AgencyCertificate> certificatesOf(AgencyCode code) {
    return certificates.stream().filter(c -> c.agency().equals(code)).toList();
  }

  @Override
  public List<AgencyCertificate> certificatesInUse(Instant at) {
    return certificates.stream().filter(c -> c.usableAt(at)).toList();
  }

  @Override
  public void addCertificate(AgencyCertificate certificate) {
    certificates.add(certificate);
  }

  @Override
  public boolean withdrawCertificate(AgencyCode agency, CertificateId id, Withdrawal withdrawal) {
    return certificates.removeIf(c -> c.agency().equals(agency) && c.id().equals(id));
  }

  @Override
  public boolean standing(AgencyCertificate certificate, CertificateStatus status) {
    throw new UnsupportedOperationException();
  }
}
