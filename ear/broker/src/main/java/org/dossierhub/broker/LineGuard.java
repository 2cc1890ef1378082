package org.dossierhub.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.broker.SentBytes.Reason;
import org.dossierhub.broker.SentBytes.Refused;

/**
 * Stands between TLS and the protocols of one connection. The first eight bytes say which protocol
 * is spoken; what is none of the three is closed, HTTP too, for which Artemis would gather a
 * request of any size in memory. Afterwards it looks at every byte before the protocol does ({@link
 * SentBytes}) and closes the line of whoever sends what is too large or too strange, does not sign
 * in, or does not finish what it began.
 *
 * <p>A line is closed after a farewell has been written and what still comes has been dropped for a
 * while: a socket that is closed with unread bytes is reset, and the farewell would be lost.
 */
final class LineGuard extends ChannelDuplexHandler {
  /** Seconds from the connection to the sign-in, TLS included. */
  static final int SIGN_IN_WITHIN = 20;

  /** Seconds in which a message or frame that is begun must have come whole. */
  static final int MESSAGE_WITHIN = 5 * 60;

  /** Seconds for which what a refused client sends is read and dropped. */
  static final int FAREWELL_WITHIN = 5;

  private static final int FIRST_BYTES = 8;
  private static final Logger LOG = Logger.getLogger(LineGuard.class.getName());

  private final Places places;
  private final ByteBuf first = Unpooled.buffer(FIRST_BYTES, FIRST_BYTES);
  private volatile SentBytes sent;
  private volatile boolean isSignedIn;
  private ChannelHandlerContext line;
  private Future<?> rounds;
  private boolean closed;
  private boolean isFarewellSaid;

  LineGuard(Places places) {
    this.places = places;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext line) {
    this.line = line;
    places.came(line.channel().id(), this);
    rounds =
        line.executor()
            .scheduleWithFixedDelay(this::round, SIGN_IN_WITHIN, SIGN_IN_WITHIN, TimeUnit.SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext line) {
    rounds.cancel(false);
    places.left(line.channel().id());
  }

  @Override
  public void channelRead(ChannelHandlerContext line, Object read) {
    if (closed || !(read instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(read);
      return;
    }
    try {
      follow(bytes);
    } catch (Refused e) {
      bytes.release();
      close(e);
      return;
    }
    line.fireChannelRead(bytes);
  }

  /** Behind the farewell nothing more goes out: it would be read as part of another frame. */
  @Override
  public void write(ChannelHandlerContext line, Object bytes, ChannelPromise written) {
    if (isFarewellSaid) {
      ReferenceCountUtil.release(bytes);
      written.setFailure(new ClosedChannelException());
      return;
    }
    line.write(bytes, written);
  }

  private void follow(ByteBuf bytes) throws Refused {
    if (sent != null) {
      sent.follow(bytes);
      return;
    }
    int missing = FIRST_BYTES - first.readableBytes();
    first.writeBytes(bytes, bytes.readerIndex(), Math.min(missing, bytes.readableBytes()));
    if (first.readableBytes() < FIRST_BYTES) {
      return;
    }
    sent = protocol(first.toString(StandardCharsets.ISO_8859_1));
    sent.follow(first);
    sent.follow(bytes.slice(bytes.readerIndex() + missing, bytes.readableBytes() - missing));
  }

  private SentBytes protocol(String begins) throws Refused {
    if (begins.startsWith(CorePackets.HANDSHAKE)) {
      return new CorePackets();
    }
    if (begins.startsWith("AMQP")) {
      return new AmqpFrames(() -> isSignedIn);
    }
    if (begins.startsWith("CONNECT") || begins.startsWith("STOMP")) {
      return new StompFrames(() -> isSignedIn);
    }
    throw Refused.malformed("neither Artemis core nor AMQP 1.0 nor STOMP");
  }

  boolean isStomp() {
    return sent instanceof StompFrames;
  }

  void signedIn() {
    isSignedIn = true;
  }

  /**
   * Closes the line if its protocol can say why; if it cannot, Artemis' own answer is the reason.
   */
  void refuse(Refused why) {
    inTurn(
        () -> {
          if (!isSignedIn && sent instanceof CorePackets) {
            LOG.log(Level.WARNING, "A place is refused: {0}", why.getMessage());
          } else {
            close(why);
          }
        });
  }

  /** Closes the line after what the protocol itself has to say; nothing more is read from it. */
  void end(String why) {
    inTurn(
        () -> {
          if (!closed) {
            closed = true;
            log(why);
            closeLater();
          }
        });
  }

  private void inTurn(Runnable step) {
    if (line.executor().inEventLoop()) {
      step.run();
    } else {
      line.executor().execute(step);
    }
  }

  private void round() {
    var protocol = sent;
    if (!isSignedIn) {
      close(new Refused(Reason.LIMIT_EXCEEDED, "no sign-in within " + SIGN_IN_WITHIN + " seconds"));
    } else if (protocol != null && isOverdue(protocol.unfinishedSince(), System.nanoTime())) {
      close(
          new Refused(
              Reason.LIMIT_EXCEEDED,
              "a message has to come within " + MESSAGE_WITHIN + " seconds"));
    }
  }

  /** Both times as {@link System#nanoTime} gives them. */
  static boolean isOverdue(OptionalLong since, long now) {
    return since.isPresent() && now - since.getAsLong() > TimeUnit.SECONDS.toNanos(MESSAGE_WITHIN);
  }

  private void close(Refused why) {
    if (closed) {
      return;
    }
    closed = true;
    log(why.getMessage());
    var farewell = sent == null ? new byte[0] : sent.farewell(why);
    if (farewell.length == 0) {
      line.close();
      return;
    }
    isFarewellSaid = true;
    line.writeAndFlush(Unpooled.wrappedBuffer(farewell));
    closeLater();
  }

  private void closeLater() {
    line.executor().schedule(() -> line.close(), FAREWELL_WITHIN, TimeUnit.SECONDS);
  }

  private void log(String why) {
    LOG.log(
        Level.WARNING,
        "The connection from {0} is closed: {1}",
        new Object[] {line.channel().remoteAddress(), why});
  }
}
