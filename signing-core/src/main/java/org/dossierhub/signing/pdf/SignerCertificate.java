package org.dossierhub.signing.pdf;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;

/**
 * What a certificate must be before it may sign (Thông tư 15/2025/TT-BKHCN, Điều 5, and its annex,
 * 1.2). Revocation is not asked here: the signer's program may be offline; verification asks.
 */
final class SignerCertificate {
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  private SignerCertificate() {}

  static void check(X509Certificate certificate, Instant now) {
    var name = certificate.getSubjectX500Principal() + ", ";
    if (now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new CannotSign(
          CannotSign.Reason.CERTIFICATE_NOT_IN_FORCE,
          name
              + "in force "
              + certificate.getNotBefore().toInstant()
              + " to "
              + certificate.getNotAfter().toInstant()
              + ", now "
              + now);
    }
    var usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      throw new CannotSign(
          CannotSign.Reason.CERTIFICATE_NOT_FOR_SIGNING,
          name + "its key usage has neither digitalSignature nor nonRepudiation");
    }
    if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
      expectBits(name, rsa.getModulus().bitLength(), 2048);
    } else if (certificate.getPublicKey() instanceof ECPublicKey ec) {
      expectBits(name, ec.getParams().getOrder().bitLength(), 256);
    } else {
      throw new CannotSign(
          CannotSign.Reason.WEAK_KEY, name + certificate.getPublicKey().getAlgorithm());
    }
  }

  private static void expectBits(String name, int found, int least) {
    if (found < least) {
      throw new CannotSign(
          CannotSign.Reason.WEAK_KEY, name + "expected " + least + " bits, found " + found);
    }
  }
}
