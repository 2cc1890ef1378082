package org.dossierhub.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * A process of this installation that outlives the command that started it. Its pid file also holds
 * the boot and the moment the process began, so that a number given to somebody else's process
 * since, or before a reboot, is never taken for ours.
 */
final class LocalProcess {

  private final String name;
  private final Path pidFile;

  LocalProcess(String name, Path runFolder) {
    this.name = name;
    this.pidFile = runFolder.resolve(name + ".pid");
  }

  /** The running process, if it runs and is really the one we started. */
  Optional<Running> find() throws IOException {
    var written = new Properties();
    try (var in = Files.newBufferedReader(pidFile)) {
      written.load(in);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    var pid = written.getProperty("pid", "");
    if (!pid.matches("[0-9]{1,9}")) {
      return Optional.empty(); // cut short by a crash
    }
    var running = Running.look(Long.parseLong(pid), written.getProperty("version", ""));
    boolean ours =
        running.isPresent()
            && running.get().began().equals(written.getProperty("began"))
            && Running.boot().equals(written.getProperty("boot"));
    return ours ? running : Optional.empty();
  }

  /**
   * Starts it in a session of its own, with its output appended to the log.
   *
   * @param version a fingerprint of programs and configuration: another one at the next {@code up}
   *     means a restart
   */
  Running start(
      List<String> command,
      Map<String, String> environment,
      Path workingFolder,
      Path log,
      Optional<Path> input,
      String version)
      throws IOException, Obstacle {
    var all = new ArrayList<String>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      all.add("/usr/bin/setsid"); // replaces itself by the command, so the pid stays
    }
    all.addAll(command);
    var builder = new ProcessBuilder(all);
    builder.environment().keySet().removeIf(LocalProcess::isOfTheCaller);
    builder.environment().putAll(environment);
    builder.directory(workingFolder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(
        ProcessBuilder.Redirect.from(input.map(Path::toFile).orElse(new File("/dev/null"))));
    var process = builder.start();
    var running =
        Running.look(process.pid(), version)
            .orElseThrow(() -> new Obstacle("%s stopped at once. See %s.".formatted(name, log)));
    Secrets.write(
        pidFile,
        "pid=%d\nbegan=%s\nboot=%s\nversion=%s\n"
            .formatted(process.pid(), running.began(), Running.boot(), version));
    return running;
  }

  /**
   * Settings and search paths of the command that starts it; the process gets only what it is
   * given.
   */
  private static boolean isOfTheCaller(String variable) {
    return variable.startsWith("HUB_")
        || variable.startsWith("MAVEN_")
        || Set.of(
                "JAVA_TOOL_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "CLASSPATH",
                "LD_LIBRARY_PATH",
                "LD_PRELOAD")
            .contains(variable);
  }

  /**
   * Asks it to stop by the signal, waits, then ends it by force. Nothing happens when it does not
   * run.
   */
  void stop(String signal, Duration patience) throws IOException, InterruptedException {
    var running = find();
    if (running.isPresent()) {
      running.get().signal(signal);
      if (!running.get().waitUntilGone(patience)) {
        System.err.printf(
            "%s (pid %d) did not stop within %d s and is ended by force.%n",
            name, running.get().pid(), patience.toSeconds());
        running.get().signal("KILL");
        running.get().waitUntilGone(Duration.ofSeconds(10));
      }
    }
    Files.deleteIfExists(pidFile);
  }

  /**
   * A process that is alive.
   *
   * @param began when it started, in clock ticks since boot (field 22 of /proc/PID/stat): not moved
   *     by clock changes
   * @param version as given at the start
   */
  record Running(long pid, String began, String version) {

    private static Optional<Running> look(long pid, String version) throws IOException {
      try {
        var stat =
            Files.readString(
                Path.of("/proc", String.valueOf(pid), "stat"), StandardCharsets.ISO_8859_1);
        var fields =
            stat.substring(stat.lastIndexOf(')') + 2)
                .split(" "); // the name before may hold blanks and brackets
        return fields[0].equals("Z")
            ? Optional.empty()
            : Optional.of(new Running(pid, fields[19], version));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        if (Files.exists(Path.of("/proc", String.valueOf(pid)))) {
          throw e;
        }
        return Optional.empty(); // it ended while we looked
      }
    }

    private static String boot() throws IOException {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    boolean alive() throws IOException {
      return look(pid, version).filter(now -> now.began.equals(began)).isPresent();
    }

    boolean waitUntilGone(Duration patience) throws IOException, InterruptedException {
      long end = System.nanoTime() + patience.toNanos();
      while (alive()) {
        if (System.nanoTime() > end) {
          return false;
        }
        Thread.sleep(100);
      }
      return true;
    }

    void signal(String signal) throws IOException, InterruptedException {
      // The shell's own kill: not every system has /bin/kill, and ProcessHandle cannot send INT.
      new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }

    /** Memory in RAM, in MiB. */
    long residentMiB() throws IOException {
      try (var lines =
          Files.lines(
              Path.of("/proc", String.valueOf(pid), "status"), StandardCharsets.ISO_8859_1)) {
        return lines
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0)
            / 1024;
      }
    }
  }
}
