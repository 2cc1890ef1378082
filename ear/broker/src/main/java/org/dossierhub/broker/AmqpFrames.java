package org.dossierhub.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Frames of AMQP 1.0 (OASIS, parts 2 and 5.3), in the one order an agency needs: the header of
 * SASL, one {@code sasl-init} with {@code PLAIN}, the header of AMQP, {@code open}, and then
 * anything. No AMQP without SASL, no extended header, no descriptor by name: allowed by the
 * standard, used by nobody, and read differently by different readers.
 *
 * <p>A message may come in any number of transfer frames, which the broker writes to the disk as
 * they come; here their payloads are added up for each link. Fields of a transfer are counted both
 * ways, by number and by bytes, since Proton goes by the number.
 */
final class AmqpFrames implements SentBytes {
  /** MIN-MAX-FRAME-SIZE: a longer frame of SASL stops Proton for good (part 5.3.1). */
  static final int SASL_FRAME_AT_MOST = 512;

  /** A document of 4 MiB and what is around it. */
  static final long MESSAGE_AT_MOST = 4L * 1024 * 1024 + 64 * 1024;

  /** Bytes of messages that are not complete, of all links of a connection together. */
  private static final long ARRIVING_AT_MOST = 4 * MESSAGE_AT_MOST;

  /** What the broker tells a client in its {@code open}: 128 KiB. */
  private static final long FRAME_AT_MOST = 128 * 1024;

  /** The part of a transfer before its payload: seven small fields, and a tag of 32 bytes. */
  private static final int PERFORMATIVE_AT_MOST = SASL_FRAME_AT_MOST;

  private static final int FRAME_HEADER = 8;
  private static final byte[] SASL_HEADER = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
  private static final byte[] AMQP_HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};
  private static final byte[] PLAIN = {(byte) 0xa3, 5, 'P', 'L', 'A', 'I', 'N'};

  private static final byte[] NAMELESS_OPEN = {
    0, 0, 0, 16, 2, 0, 0, 0, 0, 0x53, 0x10, (byte) 0xc0, 3, 1, (byte) 0xa1, 0
  };

  private static final int OPEN = 0x10;
  private static final int TRANSFER = 0x14;
  private static final int DETACH = 0x16;
  private static final int END = 0x17;
  private static final int CLOSE = 0x18;
  private static final int SASL_INIT = 0x41;

  /** What has to come next. */
  private enum Turn {
    SASL_HEADER,
    SASL_INIT,
    AMQP_HEADER,
    OPEN,
    ANYTHING
  }

  /** A message on a link of which more has to come. */
  private record Arriving(long bytes, long since) {}

  private final Map<Long, Arriving> arriving = new HashMap<>();
  private final ByteBuf head = Unpooled.buffer(FRAME_HEADER + PERFORMATIVE_AT_MOST);
  private final BooleanSupplier isSignedIn;
  private Turn turn = Turn.SASL_HEADER;

  /** What had to come next when the broker last got something. */
  private Turn answered = turn;

  private long frame;
  private long seen;
  private long frameSince;

  /**
   * @param isSignedIn whether the broker has found the password right
   */
  AmqpFrames(BooleanSupplier isSignedIn) {
    this.isSignedIn = isSignedIn;
  }

  @Override
  public void follow(ByteBuf bytes) throws Refused {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (seen < FRAME_HEADER) {
        if (seen == 0) {
          frameSince = System.nanoTime();
        }
        head.writeByte(bytes.getByte(at++));
        if (++seen == FRAME_HEADER) {
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
    answered = turn;
  }

  @Override
  public OptionalLong unfinishedSince() {
    var messages = arriving.values().stream().mapToLong(Arriving::since).min();
    return messages.isPresent() || seen == 0 ? messages : OptionalLong.of(frameSince);
  }

  private void begin() throws Refused {
    switch (turn) {
      case SASL_HEADER -> header(SASL_HEADER, Turn.SASL_INIT);
      case AMQP_HEADER -> header(AMQP_HEADER, Turn.OPEN);
      default -> frame();
    }
  }

  private void header(byte[] expected, Turn next) throws Refused {
    if (!Unpooled.wrappedBuffer(expected).equals(head)) {
      throw Refused.malformed("not the protocol header that has to come: SASL first, then AMQP");
    }
    turn = next;
    reset();
  }

  private void frame() throws Refused {
    boolean isSasl = turn == Turn.SASL_INIT;
    frame = head.getUnsignedInt(0);
    long most = isSasl ? SASL_FRAME_AT_MOST : FRAME_AT_MOST;
    if (frame < FRAME_HEADER || frame > most) {
      throw Refused.malformed("a frame of " + frame + " bytes, at most " + most);
    }
    if (head.getUnsignedByte(4) * 4 != FRAME_HEADER) {
      throw Refused.malformed("a frame that does not begin behind its eight bytes");
    }
    if (head.getUnsignedByte(5) != (isSasl ? 1 : 0)) {
      throw Refused.malformed("a frame of a type that has no place here");
    }
    if (frame == FRAME_HEADER) {
      if (turn != Turn.ANYTHING) {
        throw Refused.malformed("an empty frame");
      }
      reset(); // a sign of life
    }
  }

  private void end() throws Refused {
    int channel = head.getUnsignedShort(6);
    head.readerIndex(FRAME_HEADER);
    try {
      performative(channel);
    } catch (IndexOutOfBoundsException e) {
      throw Refused.malformed("a frame that cannot be read");
    }
    reset();
  }

  private void reset() {
    head.clear();
    seen = 0;
  }

  private void performative(int channel) throws Refused {
    if (head.readByte() != 0) {
      throw Refused.malformed("a frame without a performative");
    }
    long kind = descriptor();
    boolean isInTurn =
        switch (turn) {
          case SASL_INIT -> kind == SASL_INIT;
          case OPEN -> kind == OPEN;
          default -> kind > OPEN && kind <= CLOSE;
        };
    if (!isInTurn) {
      throw Refused.malformed("a performative whose turn it is not");
    }
    var fields = listAt(head.readUnsignedByte());
    if (kind == TRANSFER ? fields.end() > frame : fields.end() != frame) {
      throw Refused.malformed("a performative that does not end with its frame");
    }
    long link = (long) channel << 32;
    switch ((int) kind) {
      case SASL_INIT -> {
        requirePlain();
        walk(fields);
        turn = Turn.AMQP_HEADER;
      }
      case OPEN -> turn = Turn.ANYTHING;
      case TRANSFER -> transfer(link, fields);
      case DETACH -> arriving.remove(link | handle());
      case END -> arriving.keySet().removeIf(each -> each >> 32 == channel);
      default -> {}
    }
  }

  private void requirePlain() throws Refused {
    if (!head.slice(head.readerIndex(), PLAIN.length).equals(Unpooled.wrappedBuffer(PLAIN))) {
      throw Refused.malformed("the one mechanism is PLAIN");
    }
  }

  private void transfer(long channel, Fields fields) throws Refused {
    if (fields.count() < 1) {
      throw Refused.malformed("a transfer without a link");
    }
    int begin = head.readerIndex();
    walk(fields);
    head.readerIndex(begin);
    long link = channel | handle();
    boolean more = fields.count() > 5 && more();
    var before = arriving.getOrDefault(link, new Arriving(0, System.nanoTime()));
    var now = new Arriving(before.bytes() + frame - fields.end(), before.since());
    if (now.bytes() > MESSAGE_AT_MOST) {
      throw Refused.tooLarge("a message has at most " + MESSAGE_AT_MOST + " bytes");
    }
    if (!more) {
      arriving.remove(link);
      return;
    }
    arriving.put(link, now);
    // a message that is begun counts, be it empty: the broker keeps something for each
    if (arriving.values().stream().mapToLong(each -> each.bytes() + FRAME_AT_MOST).sum()
        > ARRIVING_AT_MOST) {
      throw Refused.tooLarge("too many messages at once that are not complete");
    }
  }

  private long descriptor() throws Refused {
    return switch (head.readUnsignedByte()) {
      case 0x53 -> head.readUnsignedByte();
      case 0x80 -> head.readLong();
      default -> throw Refused.malformed("a frame whose kind is not given by its number");
    };
  }

  /**
   * The fields of a list, of which the next byte to read is the first.
   *
   * @param end where they end, counted from the beginning of the frame
   */
  private record Fields(long count, long end) {}

  private Fields listAt(int code) throws Refused {
    int width =
        switch (code) {
          case 0x45 -> 0;
          case 0xc0 -> 1;
          case 0xd0 -> 4;
          default -> throw Refused.malformed("a performative is a list");
        };
    if (width == 0) {
      return new Fields(0, head.readerIndex());
    }
    long size = width == 1 ? head.readUnsignedByte() : head.readUnsignedInt();
    long end = head.readerIndex() + size;
    return new Fields(width == 1 ? head.readUnsignedByte() : head.readUnsignedInt(), end);
  }

  /** So many values, which end where their list ends. */
  private void walk(Fields fields) throws Refused {
    for (long field = 0; field < fields.count(); field++) {
      skip();
    }
    if (head.readerIndex() != fields.end()) {
      throw Refused.malformed("a list whose fields do not end where it ends");
    }
  }

  private long handle() throws Refused {
    return switch (head.readUnsignedByte()) {
      case 0x43 -> 0;
      case 0x52 -> head.readUnsignedByte();
      case 0x70 -> head.readUnsignedInt();
      default -> throw Refused.malformed("a transfer or detach without a link");
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
      case 0x56 -> head.readByte() == 1;
      default -> throw Refused.malformed("a transfer that cannot be read");
    };
  }

  /** A value of the few types in a transfer or sasl-init. */
  private void skip() throws Refused {
    int code = head.readUnsignedByte();
    switch (code) {
      case 0x40, 0x41, 0x42, 0x43, 0x44 -> {} // null, true, false, 0 as uint and ulong
      case 0x50, 0x52, 0x53 -> head.skipBytes(1); // ubyte, small uint and ulong
      case 0x56 -> {
        if (head.readUnsignedByte() > 1) {
          throw Refused.malformed("a boolean that is neither");
        }
      }
      case 0x70 -> head.skipBytes(4); // uint
      case 0x80 -> head.skipBytes(8); // ulong
      case 0xa0, 0xa1, 0xa3 -> head.skipBytes(head.readUnsignedByte()); // binary, string, symbol
      case 0xb0, 0xb1, 0xb3 ->
          head.skipBytes((int) Math.min(Integer.MAX_VALUE, head.readUnsignedInt()));
      case 0x00 -> { // the state of a delivery, within a transaction
        descriptor();
        walk(listAt(head.readUnsignedByte()));
      }
      default -> throw Refused.malformed("a field of a type that has no place here");
    }
  }

  /**
   * What the standard gives for each turn: the header that is expected (part 2.2), the outcome of
   * SASL (part 5.3.3.6), a close with an error (part 2.7.9), behind an open when there was none.
   */
  @Override
  public byte[] farewell(Refused why) {
    if (answered == Turn.SASL_HEADER) {
      return SASL_HEADER.clone();
    }
    if (!isSignedIn.getAsBoolean()) {
      return outcome(why);
    }
    return switch (answered) {
      case ANYTHING -> close(why);
      case OPEN -> ByteBufUtil.getBytes(Unpooled.wrappedBuffer(NAMELESS_OPEN, close(why)));
      default -> AMQP_HEADER.clone();
    };
  }

  private static byte[] outcome(Refused why) {
    byte code = (byte) (why.reason() == Reason.TRY_AGAIN_LATER ? 4 : 3); // sys-temp, sys-perm
    return new byte[] {0, 0, 0, 16, 2, 1, 0, 0, 0, 0x53, 0x44, (byte) 0xc0, 3, 1, 0x50, code};
  }

  private static byte[] close(Refused why) {
    var condition = condition(why).getBytes(StandardCharsets.US_ASCII);
    var words = why.getMessage().getBytes(StandardCharsets.US_ASCII);
    var error = Unpooled.buffer();
    error.writeByte(0xa3).writeByte(condition.length).writeBytes(condition);
    error.writeByte(0xa1).writeByte(words.length).writeBytes(words);
    var close = Unpooled.buffer();
    close.writeInt(0).writeByte(2).writeByte(0).writeShort(0);
    close.writeByte(0).writeByte(0x53).writeByte(CLOSE);
    close.writeByte(0xc0).writeByte(error.readableBytes() + 7).writeByte(1);
    close.writeByte(0).writeByte(0x53).writeByte(0x1d);
    close.writeByte(0xc0).writeByte(error.readableBytes() + 1).writeByte(2).writeBytes(error);
    close.setInt(0, close.readableBytes());
    return ByteBufUtil.getBytes(close);
  }

  private static String condition(Refused why) {
    return switch (why.reason()) {
      case MALFORMED -> "amqp:connection:framing-error";
      case LIMIT_EXCEEDED -> "amqp:link:message-size-exceeded";
      case TRY_AGAIN_LATER -> "amqp:resource-limit-exceeded";
    };
  }
}
