package org.dossierhub.exchange.outbox;

import java.time.Duration;
import java.util.List;
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

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Worker worker;
  private final Outbox outbox;
  private final ThreadPoolExecutor threads;
  private final Set<Work> inHand = ConcurrentHashMap.newKeySet();

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
      inHand.add(work);
      threads.execute(new Piece(work));
    }
  }

  /** A piece in the queue of the threads. */
  private final class Piece implements Runnable {
    private final Work work;

    Piece(Work work) {
      this.work = work;
    }

    @Override
    @SuppressWarnings("try") // named for the log
    public void run() {
      try (var named = Correlation.of("work", work.id())) {
        perform(work);
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
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, failure, () -> work.kind() + " " + work.subject() + " failed");
      outbox.failed(work, pause(work.attempt()), String.valueOf(failure));
    }
  }

  /** Keeps what is in hand, be it begun or not. */
  void renew(Duration lease) {
    for (var work : inHand) {
      try {
        if (!outbox.renew(work, lease) && inHand.contains(work)) {
          LOG.warning(() -> work + " is in hand here, but no longer ours");
        }
      } catch (RuntimeException e) {
        // The others are renewed all the same, and this one again in a few seconds.
        LOG.log(Level.WARNING, e, () -> "The lease of " + work + " could not be renewed now");
      }
    }
  }

  void giveBackWhatWaits() {
    for (var piece : threads.getQueue().toArray()) {
      if (piece instanceof Piece waiting && threads.remove(waiting)) {
        giveBack(waiting.work);
      }
    }
    threads.shutdown();
  }

  private void giveBack(Work work) {
    try {
      outbox.retry(work, Duration.ZERO, "The node that had it in hand was stopped");
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> work + " comes back when its lease ends");
    } finally {
      inHand.remove(work);
    }
  }

  /** Until everything in progress has ended, or until that {@link System#nanoTime}. */
  void awaitEnd(long deadline) {
    try {
      if (!threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        LOG.warning(() -> inHand + " has not ended in time and comes back when its lease ends");
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
