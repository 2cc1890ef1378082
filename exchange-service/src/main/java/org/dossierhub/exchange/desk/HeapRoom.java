package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * Keeps what is done to results at the same time within the heap. Reserving, filling and checking a
 * PDF was measured to take up to six times its size; two fifths of the heap are for that, so the
 * largest result is a fifteenth of the heap, and never more than 200 MB.
 */
@ApplicationScoped
class HeapRoom {
  private static final int TIMES_ITS_SIZE = 6;
  private static final int MEGABYTE = 1024 * 1024;
  private static final int MOST = 200 * MEGABYTE;
  private static final int PATIENCE_SECONDS = 20;

  private final int megabytes;
  private final Semaphore free;

  HeapRoom() {
    this(Runtime.getRuntime().maxMemory());
  }

  HeapRoom(long heap) {
    this.megabytes = (int) Math.max(1 + TIMES_ITS_SIZE, heap / 5 * 2 / MEGABYTE);
    this.free = new Semaphore(megabytes, true);
  }

  /** The most bytes a result may have here. */
  int largest() {
    return (int) Math.min(MOST, (long) (megabytes - 1) / TIMES_ITS_SIZE * MEGABYTE);
  }

  /** Waits for room for a file of that size; {@link TryAgainLater} when there is none soon. */
  <T> T holding(long size, DeskTransaction.Step<T> step) throws DeskRefused {
    int needed = (int) Math.min(megabytes, 1 + (size * TIMES_ITS_SIZE) / MEGABYTE);
    try {
      if (!free.tryAcquire(needed, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new TryAgainLater("Too many large results are being worked on at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TryAgainLater("The hub is going down", e);
    }
    try {
      return step.take();
    } finally {
      free.release(needed);
    }
  }

  void needFits(long size) throws DeskRefused {
    if (size > largest()) {
      throw new DeskRefused(DeskRefusal.TOO_LARGE, size + " > " + largest());
    }
  }
}
