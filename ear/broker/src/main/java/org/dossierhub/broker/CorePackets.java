package org.dossierhub.broker;

import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;

/**
 * Packets of the Artemis core protocol: four bytes of length, then the packet. How large a message
 * gets that comes in several packets is counted in {@link MessageLimits}, which can answer it.
 */
final class CorePackets implements SentBytes {
  /** A message in one packet, with what is around it. */
  private static final long PACKET_AT_MOST = MessageLimits.LARGEST_MESSAGE + 64 * 1024;

  /** Before the first packet. */
  static final String HANDSHAKE = "ARTEMIS";

  private int handshake = HANDSHAKE.length();
  private int lengthBytes;
  private long length;
  private long left;
  private long since;

  @Override
  public void follow(ByteBuf bytes) throws Refused {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (handshake > 0) {
        handshake--;
        at++;
      } else if (left > 0) {
        long some = Math.min(left, bytes.writerIndex() - at);
        left -= some;
        at += (int) some;
      } else {
        if (lengthBytes == 0) {
          since = System.nanoTime();
        }
        length = length << 8 | bytes.getUnsignedByte(at++);
        if (++lengthBytes == 4) {
          begin();
        }
      }
    }
  }

  private void begin() throws Refused {
    if (length > PACKET_AT_MOST) {
      throw Refused.tooLarge("a packet of " + length + " bytes");
    }
    left = length;
    length = 0;
    lengthBytes = 0;
  }

  @Override
  public OptionalLong unfinishedSince() {
    return left > 0 || lengthBytes > 0 ? OptionalLong.of(since) : OptionalLong.empty();
  }

  @Override
  public byte[] farewell(Refused why) {
    return new byte[0]; // a client of this protocol sees the closed connection
  }
}
