package org.dossierhub.broker;

import io.netty.channel.Channel;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.qpid.proton.engine.Transport;

/**
 * Hands Proton no more than it takes. Artemis pours a buffer into Proton in a loop whose every
 * round sets the limit of Proton's own buffer, counted from its beginning and not from what lies in
 * it; once Proton has failed and left bytes lying, the loop goes round without moving a byte, on a
 * thread of the network that many connections share, for ever. {@link AmqpFrames} refuses what is
 * known to make Proton fail; this is the net under it, for what is not: after a failure Proton gets
 * nothing more and the line ends.
 */
final class ProtonInput implements BufferHandler {
  private final BufferHandler artemis;
  private final Function<Object, RemotingConnection> connections;

  /**
   * @param artemis what takes the bytes of all protocols
   * @param connections by the id of the line
   */
  ProtonInput(BufferHandler artemis, Function<Object, RemotingConnection> connections) {
    this.artemis = artemis;
    this.connections = connections;
  }

  @Override
  public void bufferReceived(Object id, ActiveMQBuffer buffer) {
    if (!(connections.apply(id) instanceof ActiveMQProtonRemotingConnection amqp)) {
      artemis.bufferReceived(id, buffer);
      return;
    }
    var transport = amqp.getAmqpConnection().getHandler().getTransport();
    var bytes = buffer.byteBuf();
    while (bytes.isReadable()) {
      int room = room(transport);
      if (room == 0) {
        bytes.skipBytes(bytes.readableBytes());
        end(amqp);
        return;
      }
      var some = bytes.readSlice(Math.min(room, bytes.readableBytes()));
      artemis.bufferReceived(id, new ChannelBufferWrapper(some));
    }
    if (transport.getCondition() != null) {
      end(amqp);
    }
  }

  @Override
  public void endOfBatch(Object id) {
    artemis.endOfBatch(id);
  }

  /** Bytes that Proton can take now; none when it failed, is closed, or left bytes lying. */
  static int room(Transport transport) {
    int capacity = transport.capacity();
    if (capacity <= 0 || transport.getCondition() != null) {
      return 0;
    }
    // Up to the first frame of AMQP the buffer of SASL may take the place of a larger one.
    boolean begins = transport.getFramesInput() == 0;
    boolean hasBuffer = !begins || capacity <= AmqpFrames.SASL_FRAME_AT_MOST;
    if (hasBuffer && transport.tail().position() > 0) {
      return 0;
    }
    return begins ? Math.min(capacity, AmqpFrames.SASL_FRAME_AT_MOST) : capacity;
  }

  private static void end(RemotingConnection connection) {
    if (connection.getTransportConnection() instanceof NettyConnection line) {
      end(line.getNettyChannel());
    }
  }

  private static void end(Channel line) {
    var guard = line.pipeline().get(LineGuard.class);
    if (guard == null) {
      line.close();
    } else {
      guard.end("Proton takes nothing more");
    }
  }
}
