package org.dossierhub.benchmark;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import org.dossierhub.pki.DevelopmentPki;

/**
 * What no verification can do without: the digest of the bytes, and so many verifications with the
 * public keys of signers, authorities and responders, by the JDK.
 */
final class BareCryptography {
  private static final byte[] SAID = new byte[256];

  private final java.security.PublicKey shortKey;
  private final java.security.PublicKey longKey;
  private final byte[] byShortKey;
  private final byte[] byLongKey;

  BareCryptography(DevelopmentPki pki) throws GeneralSecurityException {
    var person = pki.identity("leader");
    var authority = pki.identity("government-agencies");
    shortKey = person.certificate().getPublicKey();
    longKey = authority.certificate().getPublicKey();
    byShortKey = signed(person.key());
    byLongKey = signed(authority.key());
  }

  private static byte[] signed(java.security.PrivateKey key) throws GeneralSecurityException {
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(SAID);
    return signature.sign();
  }

  void digest(byte[] bytes, int until) throws GeneralSecurityException {
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes, 0, until);
    digest.digest();
  }

  void rsa2048(int times) throws GeneralSecurityException {
    verify(shortKey, byShortKey, times);
  }

  void rsa3072(int times) throws GeneralSecurityException {
    verify(longKey, byLongKey, times);
  }

  private static void verify(java.security.PublicKey key, byte[] value, int times)
      throws GeneralSecurityException {
    for (int i = 0; i < times; i++) {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update(SAID);
      if (!signature.verify(value)) {
        throw new IllegalStateException("A signature just made does not verify");
      }
    }
  }

  /** One signature without time-stamp: signer, issuer, their OCSP answers and responders. */
  void forSignature() throws GeneralSecurityException {
    rsa2048(3);
    rsa3072(4);
  }

  /** The same with a time-stamp, its authority and their OCSP answers. */
  void forLongTerm() throws GeneralSecurityException {
    rsa2048(5);
    rsa3072(8);
  }
}
