package org.dossierhub.signing.worker;

import java.time.Duration;

/**
 * How many workers there are and what one file is worth to them.
 *
 * @param workers files that are examined at the same time, 1 to 64
 * @param heapMegabytes the most memory one worker takes for objects, 64 to 65536
 * @param patience how long one file may take, the time of the network not counted; 1 s to 10 min
 * @param queuePatience how long a file waits for a worker
 * @param warm for a worker that stays: more samples of its own before the first file, and a
 *     compiler that takes its time
 */
public record WorkerSettings(
    int workers, int heapMegabytes, Duration patience, Duration queuePatience, boolean warm) {

  public WorkerSettings {
    expect("workers", workers, 1, 64);
    expect("megabytes of heap", heapMegabytes, 64, 65_536);
    expect("seconds of patience", patience.toSeconds(), 1, 600);
  }

  private static void expect(String what, long found, long least, long most) {
    if (found < least || found > most) {
      throw new IllegalArgumentException(
          "Expected " + least + " to " + most + " " + what + ", found " + found);
    }
  }

  /** For a server: two workers that are warm before the first file comes. */
  public static WorkerSettings forServer() {
    return new WorkerSettings(2, 768, Duration.ofSeconds(4), Duration.ofSeconds(60), true);
  }

  /** For a program that examines a list of files and ends. */
  public static WorkerSettings forFiles(int files) {
    int most = Math.max(1, Runtime.getRuntime().availableProcessors());
    return new WorkerSettings(
        Math.max(1, Math.min(files, most)),
        768,
        Duration.ofSeconds(4),
        Duration.ofDays(7),
        files > 30);
  }

  public WorkerSettings withWorkers(int other) {
    return new WorkerSettings(other, heapMegabytes, patience, queuePatience, warm);
  }

  public WorkerSettings withHeap(int megabytes) {
    return new WorkerSettings(workers, megabytes, patience, queuePatience, warm);
  }

  public WorkerSettings withPatience(Duration other) {
    return new WorkerSettings(workers, heapMegabytes, other, queuePatience, warm);
  }
}
