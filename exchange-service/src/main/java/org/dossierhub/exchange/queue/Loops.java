package org.dossierhub.exchange.queue;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Logger;
import org.dossierhub.exchange.work.Correlation;

/** Starts the {@link Loop}s on managed threads and ends them all when the application goes. */
@ApplicationScoped
class Loops {
  private static final Logger LOG = Correlation.logger(Loops.class);

  /**
   * Milliseconds that an answer in progress gets to finish; what does not, the broker brings again.
   */
  private static final long FINISH_WITHIN = 10_000;

  @Resource private ManagedThreadFactory managedThreads;
  private ThreadFactory plainThreads;

  private final Map<String, Running> running = new TreeMap<>();
  private boolean closed;

  private record Running(Loop loop, Thread thread) {}

  /** For the container. */
  protected Loops() {}

  Loops(ThreadFactory threads) {
    this.plainThreads = threads;
  }

  synchronized void start(Loop loop) {
    if (closed || running.containsKey(loop.name())) {
      return;
    }
    var threads = plainThreads == null ? managedThreads : plainThreads;
    var thread = threads.newThread(loop);
    thread.setName(loop.name());
    running.put(loop.name(), new Running(loop, thread));
    thread.start();
  }

  synchronized void stop(String name) {
    var ended = running.remove(name);
    if (ended != null) {
      ended.loop().stop();
    }
  }

  synchronized List<String> names() {
    return List.copyOf(running.keySet());
  }

  /** Names of loops that had no connection for so long, or have no living thread. */
  synchronized List<String> idle(Duration patience) {
    return running.values().stream()
        .filter(each -> !each.thread().isAlive() || each.loop().isIdle(patience))
        .map(each -> each.loop().name())
        .toList();
  }

  @PreDestroy
  void stopAll() {
    List<Running> ended;
    synchronized (this) {
      closed = true;
      ended = new ArrayList<>(running.values());
      running.clear();
    }
    ended.forEach(each -> each.loop().stop());
    long deadline = System.nanoTime() + FINISH_WITHIN * 1_000_000;
    for (var each : ended) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      try {
        each.thread().join(Math.max(1, left));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (each.thread().isAlive()) {
        LOG.warning(() -> each.loop().name() + " has not ended in time");
      }
    }
  }
}
