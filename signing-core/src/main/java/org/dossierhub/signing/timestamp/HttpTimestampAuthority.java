package org.dossierhub.signing.timestamp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A time-stamp authority over HTTP (RFC 3161, 3.4). No redirects, a time-out for connection and
 * answer together, and only so many requests at once: the government's authority answers in 2 to
 * 131 s and refuses crowds.
 */
public final class HttpTimestampAuthority implements TimestampAuthority {
  /** No honest token with its certificates comes near this size. */
  private static final int LARGEST_ANSWER = 256 * 1024;

  private final URI address;
  private final Duration timeout;
  private final Semaphore places;
  private final HttpClient client;

  /**
   * @param timeout for waiting, connecting and answering together
   * @param atMost how many requests may be under way at once
   */
  public HttpTimestampAuthority(URI address, Duration timeout, int atMost) {
    this.address = address;
    this.timeout = timeout;
    this.places = new Semaphore(atMost, true);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  @Override
  public byte[] timestamp(byte[] rfc3161Request) throws IOException {
    var until = System.nanoTime() + timeout.toNanos();
    try {
      if (!places.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(
            address + ": all places were taken for " + timeout.toSeconds() + " s");
      }
      try {
        return ask(rfc3161Request, Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(address + ": interrupted while waiting for a time-stamp");
    }
  }

  private byte[] ask(byte[] question, Duration left) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(left)
            .header("Content-Type", "application/timestamp-query")
            .header("Accept", "application/timestamp-reply")
            .POST(BodyPublishers.ofByteArray(question))
            .build();
    var body = new ByteArrayOutputStream();
    var answering =
        client.sendAsync(
            request,
            head ->
                BodySubscribers.ofByteArrayConsumer(
                    piece -> piece.ifPresent(bytes -> append(bytes, body))));
    try {
      var answer = answering.get(left.toNanos(), TimeUnit.NANOSECONDS);
      check(answer);
      return body.toByteArray();
    } catch (TimeoutException e) {
      throw new IOException(address + ": no answer within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(address + ": " + e.getCause().getMessage(), e.getCause());
    } finally {
      answering.cancel(true);
    }
  }

  private void append(byte[] piece, ByteArrayOutputStream body) {
    if (body.size() + piece.length > LARGEST_ANSWER) {
      throw new UncheckedIOException(
          new IOException("answered with more than " + LARGEST_ANSWER + " bytes"));
    }
    body.writeBytes(piece);
  }

  private void check(HttpResponse<?> answer) throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException(address + " answered with HTTP " + answer.statusCode());
    }
    var type = answer.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith("application/timestamp-reply")) {
      throw new IOException(address + " answered with the type '" + type + "'");
    }
  }
}
