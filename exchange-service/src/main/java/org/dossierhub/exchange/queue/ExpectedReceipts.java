package org.dossierhub.exchange.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/** Wakes a courier whose receipt has come in on this node while it waits. */
@ApplicationScoped
class ExpectedReceipts {
  private final Map<Key, CountDownLatch> waiting = new ConcurrentHashMap<>();

  private record Key(AgencyCode recipient, Sha256 manifest) {}

  /** Says before the delivery is sent that its receipt is waited for. */
  Expectation expect(AgencyCode recipient, Sha256 manifest) {
    var key = new Key(recipient, manifest);
    return new Expectation(key, waiting.computeIfAbsent(key, k -> new CountDownLatch(1)));
  }

  void arrived(AgencyCode recipient, Sha256 manifest) {
    var latch = waiting.get(new Key(recipient, manifest));
    if (latch != null) {
      latch.countDown();
    }
  }

  /** One courier's waiting. */
  final class Expectation implements AutoCloseable {
    private final Key key;
    private final CountDownLatch latch;

    private Expectation(Key key, CountDownLatch latch) {
      this.key = key;
      this.latch = latch;
    }

    boolean within(Duration time) {
      try {
        return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      waiting.remove(key, latch);
    }
  }
}
