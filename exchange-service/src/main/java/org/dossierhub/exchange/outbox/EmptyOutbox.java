package org.dossierhub.exchange.outbox;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.HubStarted;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;

/**
 * Looks into the outbox and hands what is due to the {@link Crew} of its kind, on every node: the
 * claim in the database decides who does it. A claim is committed before anything is done; what is
 * claimed and not finished, wherever it got lost, is claimed again when its lease ends.
 */
@ApplicationScoped
class EmptyOutbox {
  private static final Logger LOG = Correlation.logger(EmptyOutbox.class);

  /** Threads for each kind; deliveries mostly wait for others, verdicts mostly compute. */
  private static final Map<WorkKind, Integer> THREADS =
      Map.of(
          WorkKind.DELIVER_MESSAGE, 12,
          WorkKind.TELL_WITHDRAWAL, 1,
          WorkKind.JUDGE_DOCUMENTS, 2,
          WorkKind.TIMESTAMP_RESULT, 4,
          WorkKind.SYNCHRONISE_PORTAL, 2);

  /** So long a node keeps what it has claimed without a sign of life. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** Seconds between two signs of life. */
  private static final long ROUND = 5;

  /** Milliseconds between two looks when the last one has found nothing. */
  private static final long PAUSE = 200;

  /** Milliseconds after which there may be as much again as was found. */
  private static final long BREATH = 50;

  /** Milliseconds until the next look when the database is away. */
  private static final long AWAY = 1_000;

  /** Milliseconds that work in progress gets to finish; what does not comes back by its lease. */
  private static final long FINISH_WITHIN = 10_000;

  @Resource private ManagedThreadFactory threads;
  @Resource private ManagedScheduledExecutorService scheduler;
  private final Outbox outbox;
  private final Iterable<Worker> workers;
  private final Map<WorkKind, Crew> crews = new EnumMap<>(WorkKind.class);
  private ScheduledFuture<?> renewals;
  private volatile Thread looking;
  private boolean stopped;
  private volatile long lookedAt;

  /** For the container's proxy. */
  protected EmptyOutbox() {
    this(null, (Iterable<Worker>) null);
  }

  @Inject
  EmptyOutbox(Outbox outbox, @Any Instance<Worker> workers) {
    this(outbox, (Iterable<Worker>) workers);
  }

  EmptyOutbox(Outbox outbox, Iterable<Worker> workers) {
    this.outbox = outbox;
    this.workers = workers;
  }

  void started(@Observes HubStarted event) {
    start(threads, THREADS);
    // Apart from the looks: a database that is slow to claim must not let the leases run out.
    renewals = scheduler.scheduleWithFixedDelay(this::renew, ROUND, ROUND, TimeUnit.SECONDS);
  }

  synchronized void start(ThreadFactory factory, Map<WorkKind, Integer> sizes) {
    for (var worker : workers) {
      int size = sizes.getOrDefault(worker.kind(), 1);
      crews.put(worker.kind(), new Crew(worker, outbox, size, factory));
    }
    for (var kind : WorkKind.values()) {
      if (!crews.containsKey(kind)) {
        LOG.warning(() -> "Nobody does " + kind + ", it stays in the outbox");
      }
    }
    lookedAt = System.nanoTime();
    looking = factory.newThread(this::look);
    looking.setName("outbox");
    looking.start();
  }

  private void look() {
    boolean told = false;
    long pause = 0;
    while (waited(pause)) {
      try {
        pause = takeWhatIsDue() ? BREATH : PAUSE;
        lookedAt = System.nanoTime();
        told = false;
      } catch (RuntimeException | Error e) {
        if (!told) {
          told = true; // once for each interruption, not once for each try
          LOG.log(Level.WARNING, "The outbox cannot be read now; it goes on when it can", e);
        }
        pause = AWAY;
      }
    }
  }

  /** Whether anything was. */
  private boolean takeWhatIsDue() {
    boolean any = false;
    for (var kind : outbox.due()) {
      var crew = crews.get(kind);
      if (crew == null) {
        continue;
      }
      int room = crew.room();
      if (room > 0) {
        var claimed = outbox.claim(kind, room, LEASE);
        crew.take(claimed);
        any |= !claimed.isEmpty();
      }
    }
    return any;
  }

  /** Keeps what this node has claimed, and leaves alone what is no longer its. */
  void renew() {
    try {
      var inHand = crews.values().stream().flatMap(crew -> crew.inHand().stream()).toList();
      var held = outbox.renew(inHand, LEASE);
      for (var work : inHand) {
        if (!held.contains(work)) {
          crews.get(work.kind()).lost(work);
        }
      }
    } catch (RuntimeException | Error e) {
      // An exception would end the rounds for good; the database comes back.
      LOG.log(Level.WARNING, "What is in hand could not be kept now", e);
    }
  }

  /** Whether the outbox was read within that time, and still is. */
  boolean hasLookedWithin(Duration time) {
    var thread = looking;
    return thread != null && thread.isAlive() && System.nanoTime() - lookedAt < time.toNanos();
  }

  /** Waits so many milliseconds; false when there is an end to it. */
  private synchronized boolean waited(long milliseconds) {
    try {
      if (!stopped && milliseconds > 0) {
        wait(milliseconds);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !stopped;
  }

  /** What is in progress may finish, what nobody has begun is given back. */
  @PreDestroy
  void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    if (looking != null) {
      joinLooking();
    }
    long deadline = System.nanoTime() + FINISH_WITHIN * 1_000_000;
    crews.values().forEach(Crew::giveBackWhatWaits);
    crews.values().forEach(crew -> crew.awaitEnd(deadline));
    if (renewals != null) {
      renewals.cancel(false);
    }
  }

  private void joinLooking() {
    try {
      looking.join(FINISH_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
