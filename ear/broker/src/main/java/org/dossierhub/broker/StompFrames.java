package org.dossierhub.broker;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Frames of STOMP 1.0 to 1.2. The broker keeps a frame in memory until its end, and the memory as
 * long as the connection lasts. Whatever would let two readers disagree about where a frame ends is
 * refused: a repeated or odd content-length, a line of blanks among the headers.
 */
final class StompFrames implements SentBytes {
  /** Bytes of a body: a document with one megabyte of parts in base64. */
  static final int BODY_AT_MOST = 2 * 1024 * 1024;

  /** Bytes of a body that comes on the heels of the first frame, before its answer. */
  private static final int BODY_AT_MOST_BEFORE_SIGN_IN = 64 * 1024;

  /** Bytes of command and headers of a frame. */
  private static final int HEADERS_AT_MOST = 16 * 1024;

  private enum Where {
    BETWEEN_FRAMES,
    HEADERS,
    BODY_OF_KNOWN_LENGTH,
    BODY_UP_TO_NUL
  }

  private Where where = Where.BETWEEN_FRAMES;
  private final StringBuilder line = new StringBuilder();
  private int headerBytes;
  private long contentLength = -1;
  private long bodyBytes;
  private boolean connected;
  private long since;
  private final BooleanSupplier isSignedIn;

  /**
   * @param isSignedIn whether somebody has signed in on this line
   */
  StompFrames(BooleanSupplier isSignedIn) {
    this.isSignedIn = isSignedIn;
  }

  @Override
  public void follow(ByteBuf bytes) throws Refused {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      switch (where) {
        case BETWEEN_FRAMES -> {
          byte next = bytes.getByte(at);
          if (next == '\n' || next == '\r') {
            at++;
          } else {
            where = Where.HEADERS;
            since = System.nanoTime();
          }
        }
        case HEADERS -> header(bytes.getByte(at++));
        case BODY_OF_KNOWN_LENGTH -> {
          long some = Math.min(contentLength + 1 - bodyBytes, bytes.writerIndex() - at);
          bodyBytes += some;
          at += (int) some;
          if (bodyBytes == contentLength + 1) { // the NUL after it
            end();
          }
        }
        case BODY_UP_TO_NUL -> {
          int nul = bytes.indexOf(at, bytes.writerIndex(), (byte) 0);
          bodyBytes += (nul < 0 ? bytes.writerIndex() : nul) - at;
          at = nul < 0 ? bytes.writerIndex() : nul + 1;
          requireRoom(bodyBytes);
          if (nul >= 0) {
            end();
          }
        }
        default -> throw new IllegalStateException(where.toString());
      }
    }
  }

  @Override
  public OptionalLong unfinishedSince() {
    return where == Where.BETWEEN_FRAMES ? OptionalLong.empty() : OptionalLong.of(since);
  }

  private void header(byte next) throws Refused {
    if (++headerBytes > HEADERS_AT_MOST) {
      throw Refused.tooLarge("headers of more than " + HEADERS_AT_MOST + " bytes");
    }
    if (next != '\n') {
      line.append((char) (next & 0xFF));
      return;
    }
    var text = line.toString();
    line.setLength(0);
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.isEmpty()) {
      body();
    } else if (text.isBlank()) {
      throw Refused.malformed("a header without a name");
    } else if (text.startsWith("content-length:")) {
      length(text.substring("content-length:".length()));
    }
  }

  private void length(String value) throws Refused {
    if (contentLength >= 0 || !value.matches("[0-9]{1,9}")) {
      throw Refused.malformed("content-length is given twice or is no length");
    }
    contentLength = Long.parseLong(value);
    requireRoom(contentLength);
  }

  private void body() throws Refused {
    if (!connected && contentLength > 0) {
      throw Refused.malformed("the first frame has no body");
    }
    where = contentLength < 0 ? Where.BODY_UP_TO_NUL : Where.BODY_OF_KNOWN_LENGTH;
  }

  private void requireRoom(long body) throws Refused {
    int most = isSignedIn.getAsBoolean() ? BODY_AT_MOST : BODY_AT_MOST_BEFORE_SIGN_IN;
    if (body > (connected ? most : 0)) {
      throw Refused.tooLarge(
          "a frame has a body of at most " + most + " bytes here, the first one none");
    }
  }

  private void end() {
    connected = true;
    where = Where.BETWEEN_FRAMES;
    headerBytes = 0;
    contentLength = -1;
    bodyBytes = 0;
  }

  @Override
  public byte[] farewell(Refused why) {
    return ("ERROR\nmessage:"
            + why.reason()
            + "\ncontent-type:text/plain\n\n"
            + why.getMessage()
            + "\0")
        .getBytes(StandardCharsets.UTF_8);
  }
}
