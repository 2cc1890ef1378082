package org.dossierhub.exchange.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * The register of accounts. Blocked accounts are found by {@link #ofAgency} and {@link #all} only.
 */
public interface Accounts {

  Optional<Account> byId(UUID id);

  Optional<Account> byUsername(String username);

  /** The account under this name, blocked or not. */
  Optional<Account> registered(String username);

  /** Every account of the agency, by user name. */
  List<Account> ofAgency(AgencyCode agency);

  /** Every account, by agency and user name. */
  List<Account> all();

  boolean isEmpty();

  void add(Account account, String passwordHash, Instant at);

  /** Writes name, agency and roles; the certificates have a method of their own. */
  void change(Account account);

  /** Adds a signing certificate; false when this account has it already. */
  boolean addCertificate(UUID account, CertificateId certificate, byte[] der, Instant at);

  void removeCertificate(UUID account, CertificateId certificate);

  /**
   * The image that goes with the account's signature: a leader's handwriting or the agency's seal,
   * PNG.
   */
  Optional<byte[]> image(UUID account);

  void putImage(UUID account, byte[] png);

  Optional<Secrets> secrets(String username);

  void changePassword(UUID account, String passwordHash, boolean mustBeChanged);

  /** Sealed secret of the second factor, or empty to do without one. */
  void putSecondFactor(UUID account, Optional<byte[]> sealed);

  /** Notes the newest used time step; false when it or a later one was used before. */
  boolean useTimeStep(UUID account, long step);

  void block(UUID account, boolean blocked);

  boolean isBlocked(UUID account);

  /**
   * What a sign-in is checked against.
   *
   * @param secondFactor the sealed secret of the second factor, see {@link SecondFactor}
   */
  record Secrets(
      UUID account, String passwordHash, boolean mustBeChanged, Optional<byte[]> secondFactor) {}
}
