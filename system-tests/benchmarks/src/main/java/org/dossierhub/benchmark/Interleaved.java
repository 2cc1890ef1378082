package org.dossierhub.benchmark;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Runs the peers of one case in turns, so that whatever else the machine does meets all of them,
 * and takes the median of the rounds. Counted is the processor time of this thread and what it
 * allocates, not the time on the wall.
 */
final class Interleaved {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Shorter operations are repeated until this much time was measured. */
  private static final long SHORTEST_NANOS = 4_000_000;

  private static final int FEWEST_ROUNDS = 3;
  private static final int MOST_ROUNDS = 25;

  private final Map<String, Callable<Cost>> peers = new LinkedHashMap<>();
  private final Map<String, Duration> warmUps = new LinkedHashMap<>();

  /** Work of this thread. */
  interface Work {
    void run() throws Exception;
  }

  /**
   * @param warmUp how long it runs before anything is counted: once at least, unless it is zero
   */
  Interleaved add(String name, Duration warmUp, Work work) {
    peers.put(name, () -> measured(work));
    warmUps.put(name, warmUp);
    return this;
  }

  /** Work elsewhere, whose cost is told. */
  Interleaved addCounted(String name, Callable<Cost> work) {
    peers.put(name, work);
    warmUps.put(name, Duration.ofNanos(1));
    return this;
  }

  /** What each peer costs, in the order in which they were added. */
  Map<String, Cost> run(Duration patience) throws Exception {
    for (var peer : peers.entrySet()) {
      long enough = System.nanoTime() + warmUps.get(peer.getKey()).toNanos();
      while (System.nanoTime() < enough) {
        peer.getValue().call();
      }
    }
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    var names = new ArrayList<>(peers.keySet());
    long until = System.nanoTime() + patience.toNanos();
    for (int round = 0;
        round < FEWEST_ROUNDS || (round < MOST_ROUNDS && System.nanoTime() < until);
        round++) {
      for (int i = 0; i < names.size(); i++) {
        var name = names.get((i + round) % names.size());
        costs.computeIfAbsent(name, n -> new ArrayList<>()).add(peers.get(name).call());
      }
    }
    Map<String, Cost> medians = new LinkedHashMap<>();
    names.forEach(name -> medians.put(name, Cost.median(costs.get(name))));
    return medians;
  }

  private static Cost measured(Work work) throws Exception {
    long thread = Thread.currentThread().getId();
    long bytes = THREADS.getThreadAllocatedBytes(thread);
    long start = THREADS.getCurrentThreadCpuTime();
    long spent;
    int times = 0;
    do {
      work.run();
      times++;
      spent = THREADS.getCurrentThreadCpuTime() - start;
    } while (spent < SHORTEST_NANOS);
    bytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
    return new Cost((double) spent / times, (double) bytes / times);
  }
}
