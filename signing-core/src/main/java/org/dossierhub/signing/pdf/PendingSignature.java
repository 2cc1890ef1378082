package org.dossierhub.signing.pdf;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A signature between its two steps, while a key elsewhere makes the value: everything the second
 * step needs is kept here and nothing is computed again from changed parameters.
 */
public final class PendingSignature {
  private final byte[] document;
  private final byte[] toBeSigned;
  private final List<X509Certificate> chain;
  private final Instant signingTime;

  PendingSignature(
      byte[] document, byte[] toBeSigned, List<X509Certificate> chain, Instant signingTime) {
    this.document = document;
    this.toBeSigned = toBeSigned;
    this.chain = List.copyOf(chain);
    this.signingTime = signingTime;
  }

  /** The bytes over which the key makes its signature value (SHA-256, scheme of the key). */
  public byte[] toBeSigned() {
    return toBeSigned.clone();
  }

  /** The signer's certificate first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The signing time that will be claimed. */
  public Instant signingTime() {
    return signingTime;
  }

  byte[] document() {
    return document;
  }
}
