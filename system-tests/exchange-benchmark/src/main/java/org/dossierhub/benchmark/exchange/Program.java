package org.dossierhub.benchmark.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Java program of the benchmark: asked over its input, answering over its output, ending when the
 * benchmark ends. Its collector is the hub's.
 */
final class Program implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String END = "";

  private final String name;
  private final Process process;
  private final Path log;
  private final Writer questions;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private Program(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    var reading = new Thread(this::read, "answers of " + name);
    reading.setDaemon(true);
    reading.start();
  }

  static Program start(
      String name, Class<?> main, String heap, String classPath, List<String> arguments, Path log)
      throws IOException, InterruptedException {
    Files.createDirectories(log.getParent());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-cp",
            classPath,
            main.getName()));
    command.addAll(arguments);
    var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    var program = new Program(name, process, log);
    try {
      program.answer(START);
    } catch (IOException e) {
      program.close();
      throw e;
    }
    return program;
  }

  private void read() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(Answers.MARK)) {
          answers.add(line.substring(Answers.MARK.length()));
        }
      }
    } catch (IOException e) {
      // the same as its end
    }
    answers.add(END);
  }

  long pid() {
    return process.pid();
  }

  JsonNode ask(Object question, Duration patience) throws IOException, InterruptedException {
    questions.write(Answers.JSON.writeValueAsString(question) + "\n");
    questions.flush();
    return answer(patience);
  }

  private JsonNode answer(Duration patience) throws IOException, InterruptedException {
    var line = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null || line.equals(END)) {
      throw new IOException(
          name + (line == null ? " does not answer" : " ended") + "; its log is " + log);
    }
    var answer = Answers.JSON.readTree(line);
    if (answer.has("failure")) {
      throw new IOException(name + ": " + answer.path("failure").asText() + "; its log is " + log);
    }
    return answer.path("value");
  }

  @Override
  public void close() {
    try {
      questions.close(); // it ends with its input
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // it is gone already
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
