package org.dossierhub.signing.pdf;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.token.SigningToken;

/**
 * Signs PDF files: PAdES baseline B (EN 319 142-1, 6.3). Each method appends one revision and
 * refuses with {@link CannotSign} before it touches the key. Safe for use by many threads.
 */
public final class SignPdf {
  private final Clock clock;

  public SignPdf(Clock clock) {
    this.clock = clock;
  }

  /**
   * The competent person's signature on the reserved place: certifies the file (DocMDP P=2) and
   * locks every field but those of {@link ResultForm#OPEN_AFTER_LEADER} (FieldMDP).
   *
   * @param signatureImagePng the handwritten signature in blue on transparent ground
   */
  public byte[] signAsLeader(
      byte[] reserved, SigningToken token, Optional<byte[]> signatureImagePng) {
    var pending = prepareAsLeader(reserved, token.chain(), signatureImagePng);
    return complete(pending, token.sign(pending.toBeSigned()));
  }

  /**
   * The agency's seal on the reserved place, after number and date were filled in; locks every
   * field but the time-stamp.
   *
   * @param sealImagePng the seal in red on transparent ground, drawn at the size of the place
   */
  public byte[] sealAsAgency(byte[] filled, SigningToken token, Optional<byte[]> sealImagePng) {
    var pending = prepareAsAgency(filled, token.chain(), sealImagePng);
    return complete(pending, token.sign(pending.toBeSigned()));
  }

  /** A plain signature without appearance, as citizens and companies make them. */
  public byte[] sign(byte[] pdf, SigningToken token) {
    var pending = prepare(pdf, token.chain());
    return complete(pending, token.sign(pending.toBeSigned()));
  }

  /** First step of {@link #signAsLeader} for a key elsewhere. */
  public PendingSignature prepareAsLeader(
      byte[] reserved, List<X509Certificate> chain, Optional<byte[]> signatureImagePng) {
    throw new UnsupportedOperationException("comes with the next landing " + clock);
  }

  /** First step of {@link #sealAsAgency} for a key elsewhere. */
  public PendingSignature prepareAsAgency(
      byte[] filled, List<X509Certificate> chain, Optional<byte[]> sealImagePng) {
    throw new UnsupportedOperationException("comes with the next landing");
  }

  /** First step of {@link #sign} for a key elsewhere. */
  public PendingSignature prepare(byte[] pdf, List<X509Certificate> chain) {
    throw new UnsupportedOperationException("comes with the next landing");
  }

  /**
   * Second step: the value is verified against the certificate and the prepared bytes before it is
   * embedded; a wrong one is refused with {@link CannotSign.Reason#WRONG_SIGNATURE_VALUE}.
   */
  public byte[] complete(PendingSignature pending, byte[] signatureValue) {
    throw new UnsupportedOperationException("comes with the next landing");
  }
}
