package org.dossierhub.exchange.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.Worker;

/**
 * The threads of one kind of work, with a little claimed ahead for them so that none waits for the
 * next look. Has each piece done and writes the outcome into the outbox; a crash at any point
 * brings the piece again.
 */
final class Crew {
  private static final Logger LOG = Correlation.logger(Crew.class);

  /** Pieces a crew has claimed and not finished, waiting ones included. */
  static final int MOST_IN_HAND = 32;

  /** Nanoseconds after a claim in which nobody needs to be asked whether it still counts. */
  private static final long FRESH = 1_000_000_000;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Worker worker;
  private final Outbox outbox;
  private final ThreadPoolExecutor threads;
  private final Map<Work, Piece> inHand = new ConcurrentHashMap<>();

  Crew(Worker worker, Outbox outbox, int size, ThreadFactory factory) {
    this.worker = worker;
    this.outbox = outbox;
    var number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              var thread = factory.newThread(work);
              thread.setName(worker.kind() + "-" + number.incrementAndGet());
              return thread;
            });
  }

  /** How many pieces more it may be given. */
  int room() {
    return MOST_IN_HAND - inHand.size();
  }

  void take(List<Work> claimed) {
    for (var work : claimed) {
      var piece = new Piece(work, System.nanoTime());
      inHand.put(work, piece);
      try {
        threads.execute(piece);
      } catch (RuntimeException | Error e) {
        inHand.remove(work); // nobody would do it, and its lease be renewed for ever
        throw e;
      }
    }
  }

  Set<Work> inHand() {
    return Set.copyOf(inHand.keySet());
  }

  /**
   * Somebody else holds it by now: what is in progress can finish nothing, what waits is not begun.
   */
  void lost(Work work) {
    var piece = inHand.get(work);
    if (piece == null) {
      return; // it has ended meanwhile
    }
    if (threads.remove(piece)) {
      inHand.remove(work);
    } else {
      LOG.warning(() -> work + " is in progress here, but no longer ours");
    }
  }

  /** A piece in the queue of the threads. */
  private final class Piece implements Runnable {
    private final Work work;
    private final long claimed;

    Piece(Work work, long claimed) {
      this.work = work;
      this.claimed = claimed;
    }

    @Override
    @SuppressWarnings("try") // named for the log
    public void run() {
      try (var named = Correlation.of("work", work.id())) {
        if (System.nanoTime() - claimed < FRESH || outbox.isHeld(work)) {
          perform(work);
        }
      } catch (RuntimeException e) {
        LOG.log(
            Level.WARNING, e, () -> "The outcome of " + work + " is not written; it comes again");
      } finally {
        inHand.remove(work);
      }
    }
  }

  private void perform(Work work) {
    try {
      worker.perform(work);
      outbox.done(work);
    } catch (TryAgainLater delay) {
      LOG.log(
          Level.INFO,
          "{0} {1} waits: {2}",
          new Object[] {work.kind(), work.subject(), delay.getMessage()});
      var pause = delay.after().orElseGet(() -> pause(work.attempt()));
      outbox.retry(work, pause, String.valueOf(delay.getMessage()));
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, failure, () -> work.kind() + " " + work.subject() + " failed");
      outbox.failed(work, pause(work.attempt()), String.valueOf(failure));
    }
  }

  /** Takes nothing more; what is in progress goes on. */
  void giveBackWhatWaits() {
    threads.shutdown();
    for (var waiting : threads.getQueue().toArray(new Runnable[0])) {
      var piece = (Piece) waiting;
      if (threads.remove(piece)) {
        inHand.remove(piece.work);
        try {
          outbox.giveBack(piece.work);
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "What was not begun comes back when its lease ends", e);
          threads.getQueue().clear(); // the next would only have to wait as long
          return;
        }
      }
    }
  }

  /** Until everything in progress has ended, or until that {@link System#nanoTime}. */
  void awaitEnd(long deadline) {
    try {
      if (!threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        LOG.warning(
            () -> inHand.keySet() + " has not ended in time and comes back when its lease ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Doubles from one second to five minutes, give or take a quarter. */
  static Duration pause(int attempt) {
    long full =
        Math.min(
            FIRST_PAUSE.toMillis() << Math.min(Math.max(attempt - 1, 0), 20),
            LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(
        (long) (full * (0.75 + ThreadLocalRandom.current().nextDouble() * 0.5)));
  }
}
