package org.dossierhub.exchange.message;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Stops reading where a stranger sends more than he may: with the exception the caller chose. */
public final class AtMost extends FilterInputStream {
  private final Supplier<? extends RuntimeException> tooMuch;
  private long left;

  /**
   * @param most bytes
   */
  public AtMost(InputStream in, long most, Supplier<? extends RuntimeException> tooMuch) {
    super(in);
    this.left = most;
    this.tooMuch = tooMuch;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    count(Math.max(n, 0));
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(n);
    count(skipped);
    return skipped;
  }

  private void count(long read) {
    left -= read;
    if (left < 0) {
      throw tooMuch.get();
    }
  }
}
