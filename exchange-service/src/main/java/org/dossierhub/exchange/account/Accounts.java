package org.dossierhub.exchange.account;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * The register of accounts. {@link #byId} and {@link #byUsername} do not find blocked accounts; the
 * other methods do.
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

  void add(Account account, String passwordHash, boolean passwordMustBeChanged, Instant at);

  /** Writes name and roles; everything else has a method of its own. */
  void change(Account account);

  /** The signing certificates of this account, the newest first. */
  List<X509Certificate> certificates(UUID account);

  /** False when this account has the certificate already. */
  boolean addCertificate(UUID account, X509Certificate certificate, Instant at);

  /** False when this account has no such certificate. */
  boolean removeCertificate(UUID account, CertificateId certificate);

  /**
   * The image that goes with the account's signature: a leader's handwriting or the agency's seal,
   * PNG.
   */
  Optional<byte[]> image(UUID account);

  void putImage(UUID account, byte[] png);

  Optional<Secrets> secrets(String username);

  /** Also ends the sessions that were opened before. */
  void changePassword(UUID account, String passwordHash, boolean mustBeChanged);

  /**
   * Sealed secret of the second factor, or empty to do without one; also ends the sessions that
   * were opened before.
   */
  void putSecondFactor(UUID account, Optional<byte[]> sealed);

  /** Notes the newest used time step; false when it or a later one was used before. */
  boolean useTimeStep(UUID account, long step);

  /** Also ends the sessions that were opened before. */
  void block(UUID account, boolean blocked);

  boolean isBlocked(UUID account);

  /**
   * What a sign-in is checked against.
   *
   * @param secondFactor the sealed secret of the second factor
   * @param generation grows whenever open sessions are to end
   */
  record Secrets(
      UUID account,
      String passwordHash,
      boolean mustBeChanged,
      Optional<byte[]> secondFactor,
      int generation) {}
}
