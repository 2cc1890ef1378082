package org.dossierhub.broker;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.server.impl.RemotingServiceImpl;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/**
 * Artemis' acceptor with a {@link LineGuard} between TLS and the protocols on every connection, and
 * a {@link ProtonInput} before AMQP. Artemis makes an instance of it by its name.
 */
public final class AgencyAcceptorFactory implements AcceptorFactory {

  /** For Artemis. */
  public AgencyAcceptorFactory() {}

  @Override
  public Acceptor createAcceptor(
      String name,
      ClusterConnection cluster,
      Map<String, Object> configuration,
      BufferHandler handler,
      ServerConnectionLifeCycleListener listener,
      Executor threads,
      ScheduledExecutorService scheduled,
      Map<String, ProtocolManager> protocols,
      String threadGroup,
      MetricsManager metrics) {
    return new NettyAcceptor(
        name,
        cluster,
        configuration,
        new ProtonInput(handler, id -> connection((RemotingServiceImpl) listener, id)),
        listener,
        scheduled,
        new OrderedExecutor(threads),
        protocols,
        threadGroup,
        metrics) {

      @Override
      public SslHandler getSslHandler(ByteBufAllocator allocator, String host, int port)
          throws Exception {
        return new Guarded(super.getSslHandler(allocator, host, port));
      }
    };
  }

  private static RemotingConnection connection(RemotingServiceImpl remoting, Object id) {
    var entry = remoting.getConnectionEntry(id);
    return entry == null ? null : entry.connection;
  }

  /** The only place in a pipeline of Artemis' that can be reached before its protocols. */
  private static final class Guarded extends SslHandler {

    Guarded(SslHandler original) {
      super(original.engine());
      setHandshakeTimeoutMillis(original.getHandshakeTimeoutMillis());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext line) throws Exception {
      super.handlerAdded(line);
      line.pipeline().addAfter(line.name(), "guard", new LineGuard(Places.ALL));
    }
  }
}
