package org.dossierhub.exchange.health;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.StreamSupport;
import org.dossierhub.exchange.work.Correlation;

/**
 * Asks every {@link HealthCheck} at once and waits at most 4 seconds. An answer is kept for 2
 * seconds, so that nobody can wear the database out by asking.
 */
@ApplicationScoped
public class AskHealth {
  private static final Logger LOG = Correlation.logger(AskHealth.class);
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration FRESH = Duration.ofSeconds(2);

  @Resource ManagedExecutorService managedThreads;
  private Iterable<HealthCheck> checks;
  private Clock clock;
  private Health latest;

  /** For the container's proxy. */
  protected AskHealth() {}

  @Inject
  public AskHealth(@Any Instance<HealthCheck> checks, Clock clock) {
    this.checks = checks;
    this.clock = clock;
  }

  AskHealth(List<HealthCheck> checks, Clock clock, ExecutorService threads) {
    this.checks = checks;
    this.clock = clock;
    this.plainThreads = threads;
  }

  /** Without a container. */
  public static AskHealth of(List<HealthCheck> checks, Clock clock, ExecutorService threads) {
    return new AskHealth(checks, clock, threads);
  }

  private ExecutorService plainThreads;

  public synchronized Health ask() {
    var now = clock.instant();
    if (latest == null || latest.at().plus(FRESH).isBefore(now)) {
      latest = askAll();
    }
    return latest;
  }

  /** The parts without which this node can answer nobody. */
  public Health readiness() {
    var needed =
        StreamSupport.stream(checks.spliterator(), false)
            .filter(HealthCheck::isNeededToAnswer)
            .map(HealthCheck::name)
            .toList();
    var all = ask();
    return new Health(
        all.at(), all.parts().stream().filter(part -> needed.contains(part.name())).toList());
  }

  private Health askAll() {
    ExecutorService threads = plainThreads == null ? managedThreads : plainThreads;
    record Asked(HealthCheck check, java.util.concurrent.Future<Health.Part> answer) {}
    var asked =
        StreamSupport.stream(checks.spliterator(), false)
            .map(check -> new Asked(check, threads.submit(check::check)))
            .toList();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var parts =
        asked.stream()
            .map(a -> answer(a.check(), a.answer(), deadline - System.nanoTime()))
            .sorted(Comparator.comparing(Health.Part::name))
            .toList();
    return new Health(clock.instant(), parts);
  }

  private static Health.Part answer(
      HealthCheck check, java.util.concurrent.Future<Health.Part> answer, long nanos) {
    try {
      return answer.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Health.Part.down(check.name(), "No answer within " + PATIENCE.toSeconds() + " s.");
    } catch (ExecutionException e) {
      LOG.log(Level.WARNING, "The health check " + check.name() + " failed.", e.getCause());
      return Health.Part.down(check.name(), "The check failed; the reason is in the server's log.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.Part.down(check.name(), "The hub is stopping.");
    }
  }
}
