package org.dossierhub.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Writes the body of an answer on as it comes, up to a limit; its value is the length. */
final class BoundedBody implements HttpResponse.BodySubscriber<Long> {
  private static final int BUFFER = 16 * 1024;

  private final OutputStream out;
  private final long atMost;
  private final CompletableFuture<Long> written = new CompletableFuture<>();
  private final byte[] buffer = new byte[BUFFER];
  private Flow.Subscription subscription;
  private long length;

  BoundedBody(OutputStream out, long atMost) {
    this.out = out;
    this.atMost = atMost;
  }

  /** More came than may come. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;

    TooLong(long atMost) {
      super("more than " + atMost + " bytes");
    }
  }

  @Override
  public CompletionStage<Long> getBody() {
    return written;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> some) {
    try {
      for (var bytes : some) {
        length += bytes.remaining();
        if (length > atMost) {
          throw new TooLong(atMost);
        }
        while (bytes.hasRemaining()) {
          int count = Math.min(bytes.remaining(), buffer.length);
          bytes.get(buffer, 0, count);
          out.write(buffer, 0, count);
        }
      }
      subscription.request(1);
    } catch (IOException e) {
      subscription.cancel();
      written.completeExceptionally(e);
    }
  }

  @Override
  public void onError(Throwable broken) {
    written.completeExceptionally(broken);
  }

  @Override
  public void onComplete() {
    written.complete(length);
  }
}
