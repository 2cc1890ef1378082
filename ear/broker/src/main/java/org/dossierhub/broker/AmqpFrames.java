package org.dossierhub.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Frames of AMQP 1.0 (OASIS, part 2). A message may come in any number of transfer frames, which
 * the broker writes to the disk as they come; here their payloads are added up for each link.
 */
final class AmqpFrames implements SentBytes {
  /** The broker asks for frames of 128 KiB at most. */
  private static final long FRAME_AT_MOST = 256 * 1024;

  /** A document of 4 MiB and what is around it. */
  static final long MESSAGE_AT_MOST = 4L * 1024 * 1024 + 64 * 1024;

  /** The part of a transfer before its payload: seven small fields, and a tag of 32 bytes. */
  private static final int PERFORMATIVE_AT_MOST = 512;

  private static final int PROTOCOL_HEADER = 8;
  private static final int TRANSFER = 0x14;

  private final Map<Long, Long> arriving = new HashMap<>();
  private final ByteBuf head = Unpooled.buffer(8 + PERFORMATIVE_AT_MOST);
  private long frame;
  private long seen;

  @Override
  public void follow(ByteBuf bytes) throws Refused {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (seen < 8) {
        head.writeByte(bytes.getByte(at++));
        if (++seen == 8) {
          begin();
        }
        continue;
      }
      int some = (int) Math.min(frame - seen, bytes.writerIndex() - at);
      int kept = Math.min(some, head.writableBytes());
      head.writeBytes(bytes, at, kept);
      at += some;
      seen += some;
      if (seen == frame) {
        end();
      }
    }
  }

  private void begin() throws Refused {
    if (head.getByte(0) == 'A' && head.getByte(1) == 'M') {
      frame = PROTOCOL_HEADER;
      reset(); // "AMQP" and four numbers, before SASL and before the connection
      return;
    }
    frame = head.getUnsignedInt(0);
    if (frame < 8 || frame > FRAME_AT_MOST) {
      throw new Refused("a frame of " + frame + " bytes");
    }
    if (frame == 8) {
      reset(); // a sign of life
    }
  }

  private void end() throws Refused {
    int channel = head.getUnsignedShort(6);
    int body = head.getUnsignedByte(4) * 4;
    boolean isAmqp = head.getByte(5) == 0;
    head.readerIndex(Math.min(body, head.writerIndex()));
    if (isAmqp && head.isReadable()) {
      try {
        performative(channel, body);
      } catch (IndexOutOfBoundsException e) {
        throw new Refused("a transfer that cannot be read");
      }
    }
    reset();
  }

  private void reset() {
    head.clear();
    seen = 0;
  }

  private void performative(int channel, int body) throws Refused {
    if (head.readByte() != 0 || descriptor() != TRANSFER) {
      return;
    }
    long size;
    long fields;
    int start;
    switch (head.readUnsignedByte()) {
      case 0xc0 -> {
        size = head.readUnsignedByte();
        start = head.readerIndex();
        fields = head.readUnsignedByte();
      }
      case 0xd0 -> {
        size = head.readUnsignedInt();
        start = head.readerIndex();
        fields = head.readUnsignedInt();
      }
      default -> throw new Refused("a transfer that cannot be read");
    }
    long payload = frame - start - size;
    if (payload < 0 || fields < 1 || start + size > head.writerIndex()) {
      throw new Refused("a transfer that cannot be read");
    }
    long link = (long) channel << 32 | handle();
    boolean more = fields > 5 && more();
    long all = arriving.getOrDefault(link, 0L) + payload;
    if (all > MESSAGE_AT_MOST) {
      throw new Refused("a message has at most " + MESSAGE_AT_MOST + " bytes");
    }
    if (more) {
      arriving.put(link, all);
    } else {
      arriving.remove(link);
    }
  }

  private long descriptor() throws Refused {
    return switch (head.readUnsignedByte()) {
      case 0x53 -> head.readUnsignedByte();
      case 0x80 -> head.readLong();
      case 0x44 -> 0;
      // by its name: allowed by the standard, used by nobody, and not to be followed
      default -> throw new Refused("a frame whose kind is not given by its number");
    };
  }

  private long handle() throws Refused {
    return switch (head.readUnsignedByte()) {
      case 0x43 -> 0;
      case 0x52 -> head.readUnsignedByte();
      case 0x70 -> head.readUnsignedInt();
      default -> throw new Refused("a transfer without a link");
    };
  }

  /** Past delivery-id, delivery-tag, message-format and settled. */
  private boolean more() throws Refused {
    for (int field = 1; field < 5; field++) {
      skip();
    }
    return switch (head.readUnsignedByte()) {
      case 0x41 -> true;
      case 0x42, 0x40 -> false;
      case 0x56 -> head.readByte() != 0;
      default -> throw new Refused("a transfer that cannot be read");
    };
  }

  /** Any value of a primitive type: the first digit of its code says how long it is. */
  private void skip() throws Refused {
    int code = head.readUnsignedByte();
    switch (code >> 4) {
      case 0x4 -> {}
      case 0x5 -> head.skipBytes(1);
      case 0x6 -> head.skipBytes(2);
      case 0x7 -> head.skipBytes(4);
      case 0x8 -> head.skipBytes(8);
      case 0x9 -> head.skipBytes(16);
      case 0xa -> head.skipBytes(head.readUnsignedByte());
      case 0xb -> head.skipBytes((int) Math.min(Integer.MAX_VALUE, head.readUnsignedInt()));
      default -> throw new Refused("a transfer that cannot be read");
    }
  }

  /** A close performative with the error {@code amqp:link:message-size-exceeded}. */
  @Override
  public byte[] farewell(Refused why) {
    var condition = "amqp:link:message-size-exceeded".getBytes(StandardCharsets.US_ASCII);
    var words = why.getMessage().getBytes(StandardCharsets.UTF_8);
    var error = Unpooled.buffer();
    error.writeByte(0xa3).writeByte(condition.length).writeBytes(condition);
    error.writeByte(0xa1).writeByte(words.length).writeBytes(words);
    var close = Unpooled.buffer();
    close.writeInt(0).writeByte(2).writeByte(0).writeShort(0);
    close.writeByte(0).writeByte(0x53).writeByte(0x18);
    close.writeByte(0xc0).writeByte(error.readableBytes() + 7).writeByte(1);
    close.writeByte(0).writeByte(0x53).writeByte(0x1d);
    close.writeByte(0xc0).writeByte(error.readableBytes() + 1).writeByte(2).writeBytes(error);
    close.setInt(0, close.readableBytes());
    var bytes = new byte[close.readableBytes()];
    close.readBytes(bytes);
    return bytes;
  }
}
