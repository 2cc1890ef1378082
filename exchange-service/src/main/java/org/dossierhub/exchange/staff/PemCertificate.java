package org.dossierhub.exchange.staff;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * Reads the first certificate of a PEM or DER file of at most 64 KiB; what follows it is not looked
 * at.
 */
public final class PemCertificate {
  private static final int LIMIT = 64 * 1024;

  private PemCertificate() {}

  public static X509Certificate first(byte[] file) throws AccountRefused {
    if (file.length > LIMIT) {
      throw new AccountRefused(AccountRefused.Reason.NOT_A_CERTIFICATE);
    }
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(file));
    } catch (CertificateException e) {
      throw new AccountRefused(AccountRefused.Reason.NOT_A_CERTIFICATE, e);
    }
  }
}
