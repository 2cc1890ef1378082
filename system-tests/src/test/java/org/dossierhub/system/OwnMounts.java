package org.dossierhub.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.OwnProcess;

/**
 * A mount namespace: what is mounted in it only those see who are started in it. For root, and for
 * an ordinary user where the kernel lets him have a user namespace; elsewhere the test is skipped.
 */
record OwnMounts(HubProcesses hub) {
  private static final boolean ROOT = isRoot();

  static final String WHY_NOT =
      "This user may not mount a file system, not even in a namespace of his own (unshare -Urm).";

  static boolean arePossible() {
    var command = unshare("mount -t tmpfs -o size=1m hub /mnt", List.of());
    return OwnProcess.inherit(command.toArray(String[]::new)) == 0;
  }

  /**
   * Starts the parts of the hub that do not run where this was done first.
   *
   * @param script a line of the shell with arguments as {@code $0}, {@code $1} …
   */
  void upAfter(String script, List<String> arguments) {
    run(unshare(script + " && exec '" + hub.checkout().resolve("hub") + "' up", arguments));
  }

  /** Does this where that process lives; what it said. */
  String inside(ProcessHandle process, String script, List<String> arguments) {
    var command = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(process.pid()), "-m"));
    if (!ROOT) {
      command.addAll(List.of("-U", "--preserve-credentials"));
    }
    command.addAll(List.of("/bin/sh", "-c", script));
    command.addAll(arguments);
    return run(command);
  }

  private static List<String> unshare(String script, List<String> arguments) {
    var command =
        new ArrayList<>(List.of("unshare", ROOT ? "-m" : "-Urm", "/bin/sh", "-c", script));
    command.addAll(arguments);
    return command;
  }

  private String run(List<String> command) {
    var name = command.get(0);
    var process =
        OwnProcess.start(
            name,
            command,
            Map.of("HUB_HOME", hub.home().toString(), "HUB_NO_BUILD", "1"),
            hub.home().resolve("logs/" + name + ".log"));
    if (process.await(Duration.ofMinutes(8)) != 0) {
      throw new IllegalStateException(command + " failed:\n" + process.output());
    }
    return process.output();
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
