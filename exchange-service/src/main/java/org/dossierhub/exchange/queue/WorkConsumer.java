package org.dossierhub.exchange.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;

/**
 * Takes work from its queue, has it done, writes the outcome into the outbox and only then
 * acknowledges. A crash at any point brings the work again. The broker brings a claim again whose
 * consumer it no longer hears: whoever took it last holds it, the others finish nothing.
 */
@ApplicationScoped
class WorkConsumer {
  private static final Logger LOG = Correlation.logger(WorkConsumer.class);

  /** Milliseconds to wait for a message before looking whether to stop. */
  private static final long WAIT = 1_000;

  /** So long a holder keeps what it has in hand without a sign of life. */
  static final Duration LEASE = Duration.ofSeconds(45);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private Outbox outbox;
  private final Map<WorkKind, Worker> workers = new EnumMap<>(WorkKind.class);
  private final Set<Work> inProgress = ConcurrentHashMap.newKeySet();

  /** For the container's proxy. */
  protected WorkConsumer() {}

  @Inject
  WorkConsumer(Outbox outbox, @Any Instance<Worker> workers) {
    this(outbox, (Iterable<Worker>) workers);
  }

  WorkConsumer(Outbox outbox, Iterable<Worker> workers) {
    this.outbox = outbox;
    workers.forEach(worker -> this.workers.put(worker.kind(), worker));
  }

  boolean does(WorkKind kind) {
    return workers.containsKey(kind);
  }

  void consume(WorkKind kind, Connection connection, Loop loop) throws JMSException {
    try (var session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue(WorkMessage.address(kind)))) {
      while (loop.goesOn()) {
        var message = consumer.receive(WAIT);
        if (message != null) {
          take(message);
          message.acknowledge();
        }
      }
    }
  }

  @SuppressWarnings("try") // named for the log
  private void take(Message message) throws JMSException {
    Work work;
    try {
      work = WorkMessage.read(message);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "A message in a work queue is none of ours; it is dropped", e);
      return;
    }
    if (!outbox.take(work, LEASE)) {
      LOG.fine(() -> work + " was claimed again since, given back or is done");
      return;
    }
    inProgress.add(work);
    try (var named = Correlation.of("work", work.id())) {
      perform(work);
    } finally {
      inProgress.remove(work);
    }
  }

  private void perform(Work work) {
    try {
      workers.get(work.kind()).perform(work);
      outbox.done(work);
    } catch (TryAgainLater delay) {
      LOG.log(Level.INFO, "{0} {1} waits: {2}", words(work, delay));
      var pause = delay.after().orElseGet(() -> pause(work.attempt()));
      outbox.retry(work, pause, String.valueOf(delay.getMessage()));
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, failure, () -> work.kind() + " " + work.subject() + " failed");
      outbox.failed(work, pause(work.attempt()), String.valueOf(failure));
    }
  }

  /** Keeps the leases of what takes long. */
  void renewLeases() {
    for (var work : inProgress) {
      try {
        if (!outbox.renew(work, LEASE) && inProgress.contains(work)) {
          LOG.warning(() -> work + " is still in progress here but somebody else holds it");
        }
      } catch (RuntimeException e) {
        // The others are renewed all the same, and this one again in a few seconds.
        LOG.log(Level.WARNING, e, () -> "The lease of " + work + " could not be renewed now");
      }
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

  private static Object[] words(Work work, Throwable why) {
    return new Object[] {work.kind(), work.subject(), why.getMessage()};
  }
}
