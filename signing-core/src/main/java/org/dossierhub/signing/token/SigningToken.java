package org.dossierhub.signing.token;

import java.security.cert.X509Certificate;
import java.util.List;

/** A private key with its certificates that signs and never shows the key. */
public interface SigningToken extends AutoCloseable {

  /** The signer's certificate first, then its issuers as far as the token knows them. */
  List<X509Certificate> chain();

  /**
   * The signature value over SHA-256 of these bytes, with the scheme of the key: RSASSA-PKCS1-v1_5
   * (RFC 8017, 8.2) or ECDSA as a DER sequence (X9.62). A token that no longer answers: {@link
   * TokenUnavailable}.
   */
  byte[] sign(byte[] toBeSigned);

  /** The certificate that belongs to the key. */
  default X509Certificate certificate() {
    return chain().get(0);
  }

  /** Ends the session with the token; a hardware token is logged out. */
  @Override
  void close();
}
