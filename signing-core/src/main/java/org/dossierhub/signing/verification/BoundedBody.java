package org.dossierhub.signing.verification;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Collects the body of an answer up to a number of bytes; one byte more ends the exchange with an
 * error.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<Optional<byte[]>> {
  private final int most;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private final CompletableFuture<Optional<byte[]>> whole = new CompletableFuture<>();
  private Flow.Subscription subscription;

  BoundedBody(int most) {
    this.most = most;
  }

  @Override
  public CompletionStage<Optional<byte[]>> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      if (collected.size() + buffer.remaining() > most) {
        subscription.cancel();
        whole.completeExceptionally(
            new IOException("The answer is longer than " + most + " bytes"));
        return;
      }
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      collected.writeBytes(bytes);
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    whole.complete(Optional.of(collected.toByteArray()));
  }
}
