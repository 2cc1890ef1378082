package org.dossierhub.signing.verification;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.model.CommonDocument;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;

/** Bytes of a PDF for the library, with their SHA-256 known beforehand and without a copy. */
final class PartOfFile extends CommonDocument {
  private static final long serialVersionUID = 1;

  private final transient byte[] file;
  private final transient List<Integer> byteRange;
  private final byte[] sha256;

  private PartOfFile(byte[] file, List<Integer> byteRange, byte[] sha256) {
    this.file = file;
    this.byteRange = byteRange;
    this.sha256 = sha256;
  }

  /** What a signature covers. */
  static PartOfFile covered(byte[] file, List<Integer> byteRange, PartDigests digests) {
    return new PartOfFile(file, byteRange, digests.range(byteRange));
  }

  /** The file as it was when it ended there. */
  static PartOfFile beginning(byte[] file, int end, PartDigests digests) {
    return new PartOfFile(file, List.of(0, end, end, 0), digests.beginning(end));
  }

  @Override
  public byte[] getDigestValue(DigestAlgorithm algorithm) {
    return algorithm == DigestAlgorithm.SHA256 ? sha256.clone() : super.getDigestValue(algorithm);
  }

  @Override
  public InputStream openStream() {
    return new SequenceInputStream(
        new ByteArrayInputStream(file, byteRange.get(0), byteRange.get(1)),
        new ByteArrayInputStream(file, byteRange.get(2), byteRange.get(3)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartOfFile part
        && file == part.file
        && byteRange.equals(part.byteRange)
        && super.equals(other);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + byteRange.hashCode();
  }
}
