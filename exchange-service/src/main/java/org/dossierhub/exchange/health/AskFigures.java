package org.dossierhub.exchange.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.work.Correlation;

/**
 * Everything there is to measure on this node, at one moment: what the {@link Figures} say, how
 * each part of {@link Health} is, and the process itself. An answer is kept for 5 seconds. A part
 * that cannot answer is missing and counted, so that a monitoring sees the hole.
 */
@ApplicationScoped
public class AskFigures {
  private static final Logger LOG = Correlation.logger(AskFigures.class);
  private static final Duration FRESH = Duration.ofSeconds(5);

  private Iterable<Figures> sources;
  private AskHealth askHealth;
  private Clock clock;
  private List<Figure> latest = List.of();
  private Instant latestAt = Instant.MIN;

  /** For the container's proxy. */
  protected AskFigures() {}

  @Inject
  public AskFigures(@Any Instance<Figures> sources, AskHealth askHealth, Clock clock) {
    this((Iterable<Figures>) sources, askHealth, clock);
  }

  public AskFigures(Iterable<Figures> sources, AskHealth askHealth, Clock clock) {
    this.sources = sources;
    this.askHealth = askHealth;
    this.clock = clock;
  }

  public synchronized List<Figure> ask() {
    var now = clock.instant();
    if (latestAt.isBefore(now.minus(FRESH))) {
      latest = read();
      latestAt = now;
    }
    return latest;
  }

  private List<Figure> read() {
    var all = new ArrayList<Figure>();
    int silent = 0;
    for (var source : sources) {
      try {
        all.addAll(source.read());
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "A part of the figures could not be read", e);
        silent++;
      }
    }
    all.add(
        Figure.gauge(
            "hub_figures_missing",
            "Parts of this answer that could not be read.",
            Map.of(),
            silent));
    for (var part : askHealth.ask().parts()) {
      all.add(
          Figure.gauge(
              "hub_part_ready",
              "Whether a part the hub needs is there (1) or not (0).",
              Map.of("part", part.name()),
              part.ready() ? 1 : 0));
    }
    process(all);
    return List.copyOf(all);
  }

  private static void process(List<Figure> all) {
    var memory = ManagementFactory.getMemoryMXBean();
    var heap = memory.getHeapMemoryUsage();
    var runtime = ManagementFactory.getRuntimeMXBean();
    all.add(Figure.gauge("jvm_heap_used_bytes", "Heap in use.", Map.of(), heap.getUsed()));
    all.add(Figure.gauge("jvm_heap_max_bytes", "Largest heap.", Map.of(), heap.getMax()));
    all.add(
        Figure.gauge(
            "jvm_other_memory_used_bytes",
            "Memory of the JVM outside the heap.",
            Map.of(),
            memory.getNonHeapMemoryUsage().getUsed()));
    all.add(
        Figure.gauge(
            "jvm_threads",
            "Threads that live.",
            Map.of(),
            ManagementFactory.getThreadMXBean().getThreadCount()));
    all.add(
        Figure.gauge(
            "process_start_time_seconds",
            "When the server started, since 1970.",
            Map.of(),
            runtime.getStartTime() / 1000.0));
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      all.add(
          Figure.counter(
              "jvm_gc_seconds",
              "Time spent collecting garbage.",
              Map.of("collector", collector.getName()),
              Math.max(collector.getCollectionTime(), 0) / 1000.0));
    }
  }
}
