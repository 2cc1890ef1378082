package org.dossierhub.signing.xml;

import java.security.cert.X509Certificate;

/**
 * A signed XML document whose signature was checked, and only what that signature covers. Who the
 * signer is to us is the caller's question; nothing else of the document can be read.
 */
public final class VerifiedXml {
  private final X509Certificate signer;
  private final byte[] content;

  private VerifiedXml(X509Certificate signer, byte[] content) {
    this.signer = signer;
    this.content = content;
  }

  /** Checks the document; everything that is not exactly as expected is {@link NotGenuine}. */
  public static VerifiedXml read(byte[] signedXml) throws NotGenuine {
    throw new UnsupportedOperationException("comes with the next landing");
  }

  /** The certificate whose key made the signature; nothing was asked about its issuer. */
  public X509Certificate signer() {
    return signer;
  }

  /** The canonical bytes that were really signed, the signature removed. */
  public byte[] content() {
    return content.clone();
  }
}
