package org.dossierhub.system.neighbour;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLServerSocket;

/**
 * An agency's address whose program hangs: it shakes hands, reads whatever is asked, and never says
 * a word (fault F11).
 */
public final class HangingEndpoint implements AutoCloseable {
  private final SSLServerSocket server;
  private final List<Socket> taken = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work, "hanging");
            thread.setDaemon(true);
            return thread;
          });

  private HangingEndpoint(SSLServerSocket server) {
    this.server = server;
    threads.execute(this::take);
  }

  public static HangingEndpoint open(int port, SystemIdentity identity, Path tlsRoots) {
    try {
      var server =
          (SSLServerSocket)
              identity
                  .tls(tlsRoots)
                  .getServerSocketFactory()
                  .createServerSocket(port, 50, InetAddress.getLoopbackAddress());
      server.setNeedClientAuth(true);
      return new HangingEndpoint(server);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot open port " + port, e);
    }
  }

  private void take() {
    while (!server.isClosed()) {
      try {
        var line = server.accept();
        taken.add(line);
        threads.execute(() -> swallow(line));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void swallow(Socket line) {
    try {
      line.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // whoever asked has lost patience
    }
  }

  /** How many connections were made. */
  public int connections() {
    return taken.size();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var line : taken) {
        line.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("Its port could not be closed", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
