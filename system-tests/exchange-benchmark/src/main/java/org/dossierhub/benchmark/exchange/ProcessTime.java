package org.dossierhub.benchmark.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The processor time of a process and of all that came from it, in user mode and in the kernel, as
 * Linux counts it.
 */
final class ProcessTime {
  /** What Linux tells programs, whatever it counts in itself (USER_HZ). */
  private static final long NANOS_PER_TICK = 10_000_000;

  private ProcessTime() {}

  /** The processes of the installation in this folder by name, the server first. */
  static Map<String, Long> of(Path home) throws IOException {
    var processes = new LinkedHashMap<String, Long>();
    processes.put("server", pid(home.resolve("run/server.pid")));
    try (var files = Files.list(home.resolve("run"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".pid")).sorted().toList()) {
        processes.putIfAbsent(file.getFileName().toString().replaceFirst("\\.pid$", ""), pid(file));
      }
    }
    return processes;
  }

  private static long pid(Path file) throws IOException {
    var written = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      written.load(in);
    }
    return Long.parseLong(written.getProperty("pid"));
  }

  /** Of a family of processes; those that ended are in the sum of their parent. */
  static long nanos(long pid) throws IOException {
    long ticks = ticks(pid);
    for (var child : ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList()) {
      ticks += ticks(child.pid());
    }
    return ticks * NANOS_PER_TICK;
  }

  private static long ticks(long pid) throws IOException {
    try {
      return ticks(
          Files.readString(Path.of("/proc", String.valueOf(pid), "stat"), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return 0; // it has just ended
    }
  }

  /** Fields 14 to 17 of proc(5); the second one is a name that may hold anything. */
  static long ticks(String line) {
    var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int field = 14; field <= 17; field++) {
      sum += Long.parseLong(fields[field - 3]);
    }
    return sum;
  }
}
