package org.dossierhub.exchange.message;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Stops reading from a stranger who keeps a thread waiting: on the average of the whole stream he
 * has to send 16 KiB a second, after the first 20 seconds.
 */
public final class NotSlower extends FilterInputStream {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final long BYTES_A_SECOND = 16 * 1024;

  private final LongSupplier nanos;
  private final Supplier<? extends RuntimeException> tooSlow;
  private final long begin;
  private long read;

  /**
   * @param tooSlow the exception the caller chose
   */
  public NotSlower(InputStream in, Supplier<? extends RuntimeException> tooSlow) {
    this(in, tooSlow, System::nanoTime);
  }

  /** With another clock than that of the machine. */
  public NotSlower(
      InputStream in, Supplier<? extends RuntimeException> tooSlow, LongSupplier nanos) {
    super(in);
    this.tooSlow = tooSlow;
    this.nanos = nanos;
    this.begin = nanos.getAsLong();
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? -1 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    count(n);
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(n);
    count(skipped);
    return skipped;
  }

  private void count(long more) {
    if (more < 0) {
      return; // whoever has sent everything may be as slow as he was
    }
    read += more;
    double seconds = (nanos.getAsLong() - begin - PATIENCE.toNanos()) / 1e9;
    if (seconds > 0 && read < seconds * BYTES_A_SECOND) {
      throw tooSlow.get();
    }
  }
}
