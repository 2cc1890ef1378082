package org.dossierhub.exchange.web;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/** Accounts in memory, without certificates of their own; the SQL has tests of its own. */
final class FakeAccounts implements Accounts {
  private final Map<UUID, Account> accounts = new LinkedHashMap<>();
  private final Map<UUID, Secrets> secrets = new LinkedHashMap<>();
  private final Map<UUID, Boolean> blocked = new LinkedHashMap<>();
  private final Map<UUID, byte[]> images = new LinkedHashMap<>();
  private final Map<UUID, Long> steps = new LinkedHashMap<>();
  private final Map<UUID, List<X509Certificate>> certificates = new LinkedHashMap<>();

  FakeAccounts with(Account account) {
    add(account, "hash of " + account.username(), false, Instant.EPOCH);
    return this;
  }

  @Override
  public Optional<Account> byId(UUID id) {
    return Optional.ofNullable(accounts.get(id)).filter(a -> !isBlocked(a.id()));
  }

  @Override
  public Optional<Account> byUsername(String username) {
    return registered(username).filter(a -> !isBlocked(a.id()));
  }

  @Override
  public Optional<Account> registered(String username) {
    return accounts.values().stream().filter(a -> a.username().equals(username)).findFirst();
  }

  @Override
  public List<Account> ofAgency(AgencyCode agency) {
    return accounts.values().stream().filter(a -> a.agency().equals(agency)).toList();
  }

  @Override
  public List<Account> all() {
    return List.copyOf(accounts.values());
  }

  @Override
  public boolean isEmpty() {
    return accounts.isEmpty();
  }

  @Override
  public void add(Account account, String hash, boolean mustBeChanged, Instant at) {
    accounts.put(account.id(), account);
    secrets.put(account.id(), new Secrets(account.id(), hash, mustBeChanged, Optional.empty(), 1));
  }

  @Override
  public void change(Account account) {
    accounts.put(account.id(), account);
  }

  @Override
  public List<X509Certificate> certificates(UUID account) {
    return certificates.getOrDefault(account, List.of());
  }

  @Override
  public boolean addCertificate(UUID account, X509Certificate certificate, Instant at) {
    var own = certificates.computeIfAbsent(account, id -> new ArrayList<>());
    return !own.contains(certificate) && own.add(certificate);
  }

  @Override
  public boolean removeCertificate(UUID account, CertificateId certificate) {
    return certificates
        .getOrDefault(account, new ArrayList<>())
        .removeIf(own -> CertificateId.of(own).equals(certificate));
  }

  @Override
  public Optional<byte[]> image(UUID account) {
    return Optional.ofNullable(images.get(account));
  }

  @Override
  public void putImage(UUID account, byte[] png) {
    images.put(account, png);
  }

  @Override
  public Optional<Secrets> secrets(String username) {
    return byUsername(username).map(a -> secrets.get(a.id()));
  }

  @Override
  public void changePassword(UUID account, String hash, boolean mustBeChanged) {
    var old = secrets.get(account);
    secrets.put(
        account,
        new Secrets(account, hash, mustBeChanged, old.secondFactor(), old.generation() + 1));
  }

  @Override
  public void putSecondFactor(UUID account, Optional<byte[]> sealed) {
    var old = secrets.get(account);
    secrets.put(
        account,
        new Secrets(
            account, old.passwordHash(), old.mustBeChanged(), sealed, old.generation() + 1));
    steps.remove(account);
  }

  @Override
  public boolean useTimeStep(UUID account, long step) {
    if (steps.getOrDefault(account, 0L) >= step) {
      return false;
    }
    steps.put(account, step);
    return true;
  }

  @Override
  public void block(UUID account, boolean block) {
    blocked.put(account, block);
  }

  @Override
  public boolean isBlocked(UUID account) {
    return blocked.getOrDefault(account, false);
  }
}
