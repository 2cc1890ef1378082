package org.dossierhub.signing.worker;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * A worker has no way out: channels are refused by this provider, which the parent names on the
 * command line of the child, sockets by the factory that {@link #close} sets.
 */
public final class NoNetwork extends SelectorProvider {

  /** For the Java platform, which makes the one instance by name. */
  public NoNetwork() {
    // nothing to set up
  }

  /** Refuses sockets from now on, and proves that they and channels are refused. */
  @SuppressWarnings("deprecation") // the only switch the platform has
  static void close() throws IOException {
    Socket.setSocketImplFactory(
        () -> {
          throw new UnsupportedOperationException(REFUSED);
        });
    ServerSocket.setSocketFactory(
        () -> {
          throw new UnsupportedOperationException(REFUSED);
        });
    DatagramSocket.setDatagramSocketImplFactory(
        () -> {
          throw new UnsupportedOperationException(REFUSED);
        });
    prove();
  }

  private static final String REFUSED = "A worker has no network";

  private static void prove() throws IOException {
    var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    try (var socket = new Socket()) {
      socket.connect(nowhere, 1);
      throw new IllegalStateException("Sockets can be opened in a worker");
    } catch (UnsupportedOperationException refused) {
      // as it should be
    }
    try (var channel = SocketChannel.open()) {
      throw new IllegalStateException("Channels can be opened in a worker: " + channel);
    } catch (UnsupportedOperationException refused) {
      // as it should be
    }
    try (var socket = new DatagramSocket()) {
      throw new IllegalStateException("Datagrams can be sent from a worker: " + socket);
    } catch (UnsupportedOperationException refused) {
      // as it should be
    }
  }

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException(REFUSED);
  }

  @Override
  public DatagramChannel openDatagramChannel() {
    throw refused();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) {
    throw refused();
  }

  @Override
  public Pipe openPipe() {
    throw refused();
  }

  @Override
  public AbstractSelector openSelector() {
    throw refused();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() {
    throw refused();
  }

  @Override
  public SocketChannel openSocketChannel() {
    throw refused();
  }
}
