package org.dossierhub.system.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.dossierhub.system.journey.OwnProcess;

/** The processes of one installation, as an operator with a shell has them. */
public record HubProcesses(Path checkout, Path home) {

  private static final Duration START = Duration.ofMinutes(8);

  /** {@code ./hub} in the foreground; fails with its words when it fails. */
  public void run(String... command) {
    var process = begin(command);
    if (process.await(START) != 0) {
      throw new IllegalStateException(
          "./hub " + String.join(" ", command) + " failed:\n" + process.output());
    }
  }

  /** The same beside the caller, who waits for its end or ends it. */
  public OwnProcess begin(String... command) {
    var words = new ArrayList<>(List.of(checkout.resolve("hub").toString()));
    words.addAll(List.of(command));
    return OwnProcess.start(
        "hub " + command[0],
        words,
        Map.of("HUB_HOME", home.toString(), "HUB_NO_BUILD", "1"),
        home.resolve("logs").resolve("drill-hub-" + command[0] + ".log"));
  }

  /** The process that runs now; absent when none does. */
  public Optional<ProcessHandle> find(Blow.Part part) {
    var file = home.resolve("run").resolve(part.process() + ".pid");
    var written = new Properties();
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      try (var in = Files.newBufferedReader(file)) {
        written.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.ofNullable(written.getProperty("pid"))
        .map(Long::parseLong)
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive);
  }

  /** {@code kill -9}, and the end of it. */
  public static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** It takes connections and answers nothing, as a machine that hangs. */
  public static void freeze(ProcessHandle process) {
    signal("STOP", process);
  }

  /** It goes on where it was, and does not know that time has passed. */
  public static void wake(ProcessHandle process) {
    signal("CONT", process);
  }

  private static void signal(String name, ProcessHandle process) {
    if (OwnProcess.inherit("kill", "-" + name, String.valueOf(process.pid())) != 0) {
      throw new IllegalStateException("No signal reached process " + process.pid());
    }
  }
}
