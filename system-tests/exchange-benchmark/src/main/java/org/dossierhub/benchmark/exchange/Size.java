package org.dossierhub.benchmark.exchange;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;

/** The two sizes of a message's only part, with bytes that no two messages share. */
enum Size {
  SMALL("10 kB", 10_000, Integer.MAX_VALUE),
  LARGE("1 MB", 1_000_000, 400);

  final String label;
  final int bytes;

  /** So that the disk does not fill: messages of one peer in one turn. */
  final int most;

  private final byte[] pattern;

  Size(String label, int bytes, int most) {
    this.label = label;
    this.bytes = bytes;
    this.most = most;
    this.pattern = new byte[bytes];
    new Random(bytes).nextBytes(pattern);
  }

  /** The part of the message of this id: equal parts would be stored once. */
  byte[] part(UUID id) {
    var part = pattern.clone();
    ByteBuffer.wrap(part)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
    return part;
  }
}
