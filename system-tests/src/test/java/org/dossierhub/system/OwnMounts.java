package org.dossierhub.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.OwnProcess;

/**
 * A mount namespace: what is mounted in it only those see who are started in it. A shell stays in
 * it and does what it is told; when that ends, those who were started go on. For root, and for an
 * ordinary user where the kernel lets him have a user namespace, in which he keeps his own id
 * (PostgreSQL runs for nobody who seems to be root); elsewhere the test is skipped.
 */
final class OwnMounts implements AutoCloseable {
  private static final int MINUTES = 8;

  static final String WHY_NOT =
      "This user may not mount a file system, not even in a namespace of his own (unshare -Um).";

  private final HubProcesses hub;
  private final Process shell;
  private final BufferedReader answers;
  private final Writer orders;

  private OwnMounts(HubProcesses hub, Process shell) {
    this.hub = hub;
    this.shell = shell;
    answers = shell.inputReader(StandardCharsets.UTF_8);
    orders = shell.outputWriter(StandardCharsets.UTF_8);
  }

  static boolean arePossible() {
    var command = shell("-c", "mount -t tmpfs -o size=1m hub /mnt");
    return OwnProcess.inherit(command.toArray(String[]::new)) == 0;
  }

  static OwnMounts of(HubProcesses hub) throws IOException {
    var builder = new ProcessBuilder(shell());
    builder.environment().put("HUB_HOME", hub.home().toString());
    builder.environment().put("HUB_NO_BUILD", "1");
    return new OwnMounts(hub, builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Starts the parts of the hub that do not run. */
  void up() {
    run("exec \"$0\" up", hub.checkout().resolve("hub"));
  }

  /**
   * Does this and says what it said.
   *
   * @param script for the shell, with arguments as {@code $0}, {@code $1} …
   * @throws IllegalStateException it failed
   */
  String run(String script, Path... arguments) {
    var said = hub.home().resolve("logs/own-mounts.log");
    var words =
        Stream.concat(Stream.of(script), Stream.of(arguments).map(Path::toString))
            .map(OwnMounts::quoted)
            .collect(Collectors.joining(" "));
    try {
      Files.createDirectories(said.getParent());
      orders.write("/bin/sh -c %s > %s 2>&1 < /dev/null; echo $?\n".formatted(words, quoted(said)));
      orders.flush();
      var exit = CompletableFuture.supplyAsync(this::answer).get(MINUTES, TimeUnit.MINUTES);
      var output = Files.readString(said);
      if (!"0".equals(exit)) {
        throw new IllegalStateException(script + " failed (" + exit + "):\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(script + " did not end: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String answer() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(Object text) {
    return "'" + text.toString().replace("'", "'\\''") + "'";
  }

  private static List<String> shell(String... arguments) {
    var command = new ArrayList<>(List.of("unshare", "-m"));
    if (!isRoot()) {
      command.addAll(List.of("-U", "--map-current-user", "--keep-caps"));
    }
    command.add("/bin/sh");
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    orders.close();
    shell.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
