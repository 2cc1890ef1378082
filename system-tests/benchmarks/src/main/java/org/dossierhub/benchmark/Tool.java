package org.dossierhub.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program beside the hub that verifies one file per process. What it costs is the processor time
 * of its processes, start included, as the shell tells it.
 */
final class Tool {
  private static final int TIMES = 10;

  private final List<String> command;

  private Tool(List<String> command) {
    this.command = command;
  }

  static boolean isInstalled(String name) {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  /** None where the program is not installed. */
  static Optional<Tool> of(String... command) {
    return isInstalled(command[0]) ? Optional.of(new Tool(List.of(command))) : Optional.empty();
  }

  /** First line of what it says. */
  String line() throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().findFirst().orElse("").strip();
  }

  /**
   * @throws IllegalStateException when the program does not accept the file
   */
  Cost run() throws IOException, InterruptedException {
    var all = new ArrayList<String>();
    all.addAll(
        List.of(
            "bash",
            "-c",
            "TIMEFORMAT='%U %S'; time for i in {1.."
                + TIMES
                + "}; do \"$@\" >/dev/null 2>&1 || exit 9; done",
            "bash"));
    all.addAll(command);
    var start = new ProcessBuilder(all).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    start.environment().put("LC_ALL", "C");
    var process = start.start();
    process.getOutputStream().close();
    var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(command.get(0) + " does not accept the file: " + said);
    }
    var times = said.split(" ");
    var seconds = Double.parseDouble(times[0]) + Double.parseDouble(times[1]);
    return new Cost(seconds * 1e9 / TIMES, -1);
  }
}
