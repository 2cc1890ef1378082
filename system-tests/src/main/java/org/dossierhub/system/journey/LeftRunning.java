package org.dossierhub.system.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes that a demonstration leaves running, in a file: a line for each with its number,
 * the boot and its start in clock ticks since that boot (field 22 of {@code /proc/PID/stat}), so
 * that a number given to another process since is not taken for ours. Java's {@code startInstant}
 * would not do: it moves when the machine's clock is set.
 */
final class LeftRunning {
  private static final long END_WITHIN_S = 10;
  private static final int STARTED = 22;
  private static final int AFTER_THE_NAME = 3;

  private final Path file;

  LeftRunning(Path file) {
    this.file = file;
  }

  /** Remembers those of the processes that live, instead of whatever was remembered before. */
  void remember(List<ProcessHandle> processes) throws IOException {
    var lines = new ArrayList<String>();
    for (var process : processes) {
      if (process.isAlive()) {
        lines.add(mark(process));
      }
    }
    Files.write(file, lines);
  }

  /** Stops what is remembered and still lives, and forgets it. */
  void stop() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    for (var line : Files.readAllLines(file)) {
      var process = ProcessHandle.of(Long.parseLong(line.split(" ")[0]));
      if (process.isPresent() && process.get().isAlive() && line.equals(mark(process.get()))) {
        process.get().destroy();
        process.get().onExit().orTimeout(END_WITHIN_S, TimeUnit.SECONDS).join();
      }
    }
    Files.delete(file);
  }

  private static String mark(ProcessHandle process) throws IOException {
    var stat =
        Files.readString(
            Path.of("/proc", String.valueOf(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
    // the name before may hold blanks and brackets
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    return process.pid() + " " + boot + " " + fields[STARTED - AFTER_THE_NAME];
  }
}
