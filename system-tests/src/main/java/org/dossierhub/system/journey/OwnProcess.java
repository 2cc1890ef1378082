package org.dossierhub.system.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program started beside the journey; its output goes to a file, and it is stopped by its own
 * process handle.
 */
public final class OwnProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Path log;

  private OwnProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  public static OwnProcess start(
      String name, List<String> command, Map<String, String> environment, Path log) {
    try {
      Files.createDirectories(log.getParent());
      var all = new ArrayList<String>();
      if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
        all.add("/usr/bin/setsid"); // a session of its own: closing the terminal does not end it
      }
      all.addAll(command);
      var builder = new ProcessBuilder(all);
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new OwnProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + name, e);
    }
  }

  /** A Java program from a class path of ours, with a heap bound. */
  public static OwnProcess java(
      String name, String classPath, String main, List<String> arguments, Path log) {
    var command =
        new ArrayList<>(
            List.of(
                javaProgram(),
                "-Xmx256m",
                "-Dfile.encoding=UTF-8",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                classPath,
                main));
    command.addAll(arguments);
    return start(name, command, Map.of(), log);
  }

  /** Runs a program in the foreground, with our output; its exit code. */
  public static int inherit(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Waits until a line containing the words stands in the log. */
  public OwnProcess awaitLine(String words, Duration within) {
    var deadline = Instant.now().plus(within);
    while (Instant.now().isBefore(deadline)) {
      if (output().contains(words)) {
        return this;
      }
      if (!process.isAlive()) {
        break;
      }
      pause();
    }
    throw new IllegalStateException(
        name + " did not say \"" + words + "\" within " + within.toSeconds() + " s:\n" + output());
  }

  public String output() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The exit code, after waiting for the end. */
  public int await(Duration within) {
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            name + " still runs after " + within.toSeconds() + " s:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The process itself, to be looked at and to be stopped. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
