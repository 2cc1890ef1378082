package org.dossierhub.exchange.agency;

/**
 * How much one message may carry: bytes in one part, number of parts, bytes in all parts together.
 */
public record Limits(long partBytes, int parts, long messageBytes) {

  /** 1 GB a part and 500 parts, whatever an agreement says. */
  public static final Limits GREATEST = new Limits(1L << 30, 500, 4L << 30);

  public Limits {
    if (partBytes < 1 || parts < 0 || messageBytes < 1) {
      throw new IllegalArgumentException("Limits are positive numbers");
    }
  }

  /** The smaller of each pair. */
  public Limits within(Limits other) {
    return new Limits(
        Math.min(partBytes, other.partBytes),
        Math.min(parts, other.parts),
        Math.min(messageBytes, other.messageBytes));
  }
}
