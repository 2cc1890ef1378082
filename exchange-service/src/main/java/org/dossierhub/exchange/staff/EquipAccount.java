package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.identity.CertificateId;

/**
 * An administrator registers what an official signs with: the certificate on the token, by issuer
 * and serial number, and the image that goes with the signature.
 *
 * <p>Refuses with {@link AccountRefused.Reason#NOT_YOURS}, {@link
 * AccountRefused.Reason#NOT_A_CERTIFICATE}, {@link AccountRefused.Reason#CERTIFICATE_NOT_IN_FORCE},
 * {@link AccountRefused.Reason#NOT_AN_IMAGE}.
 */
@ApplicationScoped
public class EquipAccount {
  private static final int IMAGE_BYTES = 512 * 1024;
  private static final int IMAGE_SIDE = 2000;

  private Accounts accounts;
  private Administration administration;
  private AuditLog audit;
  private Transactions transactions;
  private Clock clock;

  /** For the container. */
  protected EquipAccount() {}

  @Inject
  public EquipAccount(
      Accounts accounts,
      Administration administration,
      AuditLog audit,
      Transactions transactions,
      Clock clock) {
    this.accounts = accounts;
    this.administration = administration;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** False when the account has this certificate already. */
  public boolean addCertificate(Account by, Account account, X509Certificate certificate)
      throws AccountRefused {
    needAuthority(by, account);
    var now = clock.instant();
    if (certificate.getNotAfter().toInstant().isBefore(now)) {
      throw new AccountRefused(AccountRefused.Reason.CERTIFICATE_NOT_IN_FORCE);
    }
    return transactions.inOne(
        () -> {
          boolean added = accounts.addCertificate(account.id(), certificate, now);
          if (added) {
            note(by, "CERTIFICATE_ADDED", account, CertificateId.of(certificate).toString());
          }
          return added;
        });
  }

  /** False when the account has no such certificate. */
  public boolean removeCertificate(Account by, Account account, CertificateId certificate)
      throws AccountRefused {
    needAuthority(by, account);
    return transactions.inOne(
        () -> {
          boolean removed = accounts.removeCertificate(account.id(), certificate);
          if (removed) {
            note(by, "CERTIFICATE_REMOVED", account, certificate.toString());
          }
          return removed;
        });
  }

  public void putImage(Account by, Account account, byte[] png) throws AccountRefused {
    needAuthority(by, account);
    needSmallPng(png);
    transactions.inOne(
        () -> {
          accounts.putImage(account.id(), png);
          note(by, "IMAGE_CHANGED", account, png.length + " bytes");
        });
  }

  /** Reads the size from the header before any pixel is unpacked (hazard A17). */
  private static void needSmallPng(byte[] png) throws AccountRefused {
    if (png.length > IMAGE_BYTES) {
      throw new AccountRefused(AccountRefused.Reason.NOT_AN_IMAGE);
    }
    var readers = ImageIO.getImageReadersByFormatName("png");
    var reader = readers.next();
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
      reader.setInput(in, true, true);
      if (reader.getWidth(0) > IMAGE_SIDE || reader.getHeight(0) > IMAGE_SIDE) {
        throw new AccountRefused(AccountRefused.Reason.NOT_AN_IMAGE);
      }
      reader.read(0);
    } catch (IOException | RuntimeException e) {
      throw new AccountRefused(AccountRefused.Reason.NOT_AN_IMAGE, e);
    } finally {
      reader.dispose();
    }
  }

  private void needAuthority(Account by, Account account) throws AccountRefused {
    if (!administration.of(by, account.agency())) {
      throw new AccountRefused(AccountRefused.Reason.NOT_YOURS);
    }
  }

  private void note(Account by, String action, Account account, String detail) {
    audit.add(
        new AuditEntry(
            clock.instant(),
            by.username(),
            action,
            account.username(),
            Optional.of(account.agency()),
            detail));
  }
}
