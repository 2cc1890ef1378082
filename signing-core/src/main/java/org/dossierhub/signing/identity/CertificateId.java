package org.dossierhub.signing.identity;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * What a certificate is registered by: the issuer's name (RFC 4514) and the serial number.
 * Officials' certificates carry no personal number, so this pair, not the name, binds a certificate
 * to an account or an agency.
 *
 * <p>Anybody can make a certificate with the same issuer name and serial: the pair identifies only
 * a certificate whose path to a trust anchor has been verified.
 */
public record CertificateId(String issuer, BigInteger serial) {

  public CertificateId {
    if (issuer == null || issuer.isBlank()) {
      throw new IllegalArgumentException(
          "A certificate is identified by the name of its issuer; none was given");
    }
    if (serial == null) {
      throw new IllegalArgumentException(
          "A certificate is identified by its serial number; none was given");
    }
  }

  public static CertificateId of(X509Certificate certificate) {
    return new CertificateId(
        certificate.getIssuerX500Principal().getName(X500Principal.RFC2253),
        certificate.getSerialNumber());
  }

  @Override
  public String toString() {
    return issuer + " #" + serial.toString(16);
  }
}
