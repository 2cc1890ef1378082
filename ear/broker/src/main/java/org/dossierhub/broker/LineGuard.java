package org.dossierhub.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stands between TLS and the protocols of one connection. The first eight bytes say which protocol
 * is spoken; what is none of the three is closed, HTTP too, for which Artemis would gather a
 * request of any size in memory. Afterwards it looks at every byte before the protocol does ({@link
 * SentBytes}) and closes the line of whoever sends what is too large.
 */
final class LineGuard extends ChannelInboundHandlerAdapter {
  /** STOMP frames lie in memory until they are complete: so many connections, no more. */
  static final int STOMP_CONNECTIONS = 40;

  private static final int FIRST_BYTES = 8;
  private static final Logger LOG = Logger.getLogger(LineGuard.class.getName());
  private static final AtomicInteger STOMP = new AtomicInteger();

  private final ByteBuf first = Unpooled.buffer(FIRST_BYTES, FIRST_BYTES);
  private SentBytes sent;
  private boolean countedForStomp;
  private boolean closed;

  @Override
  public void channelRead(ChannelHandlerContext line, Object read) {
    if (closed || !(read instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(read);
      return;
    }
    try {
      follow(bytes);
    } catch (SentBytes.Refused e) {
      bytes.release();
      close(line, e);
      return;
    }
    line.fireChannelRead(bytes);
  }

  private void follow(ByteBuf bytes) throws SentBytes.Refused {
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

  private SentBytes protocol(String begins) throws SentBytes.Refused {
    if (begins.startsWith(CorePackets.HANDSHAKE)) {
      return new CorePackets();
    }
    if (begins.startsWith("AMQP")) {
      return new AmqpFrames();
    }
    if (begins.startsWith("CONNECT") || begins.startsWith("STOMP")) {
      countedForStomp = true;
      if (STOMP.incrementAndGet() > STOMP_CONNECTIONS) {
        sent = new StompFrames();
        throw new SentBytes.Refused("there are " + STOMP_CONNECTIONS + " STOMP connections");
      }
      return new StompFrames();
    }
    throw new SentBytes.Refused("neither Artemis core nor AMQP 1.0 nor STOMP");
  }

  private void close(ChannelHandlerContext line, SentBytes.Refused why) {
    closed = true;
    LOG.log(
        Level.WARNING,
        "The connection from {0} is closed: {1}",
        new Object[] {line.channel().remoteAddress(), why.getMessage()});
    var farewell = sent == null ? new byte[0] : sent.farewell(why);
    line.writeAndFlush(Unpooled.wrappedBuffer(farewell)).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelInactive(ChannelHandlerContext line) {
    if (countedForStomp) {
      countedForStomp = false;
      STOMP.decrementAndGet();
    }
    line.fireChannelInactive();
  }
}
