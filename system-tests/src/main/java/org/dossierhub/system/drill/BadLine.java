package org.dossierhub.system.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The line between two programs, on loopback: carries bytes it does not understand, and can be told
 * to break after some of them, to carry few in a second, or to keep back what comes back. What it
 * is told holds for all its connections until it is mended.
 */
public final class BadLine implements AutoCloseable {
  private static final int PIECE = 4096;
  private static final long NEVER = Long.MAX_VALUE;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong there = new AtomicLong();
  private final AtomicLong back = new AtomicLong();
  private volatile long longestThere = NEVER;
  private volatile long longestBack = NEVER;
  private volatile int bytesPerSecond = Integer.MAX_VALUE;
  private volatile boolean keepsBack;

  private BadLine(ServerSocket listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
  }

  /** A line to a port of this computer. */
  public static BadLine to(int port) {
    try {
      var loopback = InetAddress.getLoopbackAddress();
      var line =
          new BadLine(new ServerSocket(0, 50, loopback), new InetSocketAddress(loopback, port));
      daemon(line::accept, "bad line");
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** From now on every connection is reset once so many bytes went there, or came back. */
  public void breakAfter(long bytesThere, long bytesBack) {
    longestThere = bytesThere;
    longestBack = bytesBack;
  }

  /** From now on it carries so many bytes in a second, in each direction of each connection. */
  public void slow(int bytes) {
    bytesPerSecond = bytes;
  }

  /** From now on nothing comes back; what has arrived here stays here. */
  public void keepBack() {
    keepsBack = true;
  }

  /** As good as new; connections of before are reset and the counters begin again. */
  public void mend() {
    breakAfter(NEVER, NEVER);
    slow(Integer.MAX_VALUE);
    keepsBack = false;
    open.forEach(BadLine::reset);
    there.set(0);
    back.set(0);
  }

  /** Bytes that went there since it was mended. */
  public long carriedThere() {
    return there.get();
  }

  /** Bytes that came back since it was mended. */
  public long carriedBack() {
    return back.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var near = listener.accept();
        var far = new Socket(target.getAddress(), target.getPort());
        open.add(near);
        open.add(far);
        daemon(() -> carry(near, far, true), "bad line there");
        daemon(() -> carry(far, near, false), "bad line back");
      } catch (IOException e) {
        // closed, or nobody listens there: the caller sees its connection end
      }
    }
  }

  private void carry(Socket from, Socket to, boolean toTarget) {
    var piece = new byte[PIECE];
    long carried = 0;
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      while (true) {
        long left = (toTarget ? longestThere : longestBack) - carried;
        if (left <= 0) {
          break;
        }
        int most = Math.max(1, Math.min(PIECE, bytesPerSecond / 10));
        int read = in.read(piece, 0, (int) Math.min(most, left));
        if (read < 0) {
          to.shutdownOutput();
          return;
        }
        while (keepsBack && !toTarget && !to.isClosed()) {
          Thread.sleep(100);
        }
        out.write(piece, 0, read);
        out.flush();
        carried += read;
        (toTarget ? there : back).addAndGet(read);
        if (bytesPerSecond < Integer.MAX_VALUE) {
          Thread.sleep(100);
        }
      }
    } catch (IOException e) {
      // one end is gone, so must be the other
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reset(from);
    reset(to);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it was gone before
    }
  }

  private static void daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(BadLine::reset);
  }
}
