package org.dossierhub.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code ./hub logs} prints: the end of the logs, and with {@code -f} what is added to them.
 */
final class ShowLogs {

  private static final int LONGEST_TAIL = 4 * 1024 * 1024;

  private final Installation installation;
  private final PrintStream out;

  ShowLogs(Installation installation, PrintStream out) {
    this.installation = installation;
    this.out = out;
  }

  void show(String part, int lines, boolean follow)
      throws IOException, InterruptedException, Obstacle {
    var names =
        part == null
            ? installation.parts().stream().map(Part::name).toList()
            : List.of(installation.part(part).name());
    var logs = names.stream().map(installation.home()::log).filter(Files::exists).toList();
    for (var log : logs) {
      if (names.size() > 1) {
        out.println("== " + log);
      }
      lastLines(log, lines).forEach(out::println);
    }
    if (follow) {
      follow(logs);
    }
  }

  static List<String> lastLines(Path log, int count) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - LONGEST_TAIL);
      var bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
  }

  private void follow(List<Path> logs) throws IOException, InterruptedException {
    var positions = new ArrayList<Long>();
    for (var log : logs) {
      positions.add(Files.size(log));
    }
    while (true) {
      for (int i = 0; i < logs.size(); i++) {
        long size = Files.size(logs.get(i));
        long from = size < positions.get(i) ? 0 : positions.get(i); // turned over
        if (size > from) {
          try (var file = new RandomAccessFile(logs.get(i).toFile(), "r")) {
            var bytes = new byte[(int) Math.min(size - from, LONGEST_TAIL)];
            file.seek(from);
            file.readFully(bytes);
            out.write(bytes);
            out.flush();
            positions.set(i, from + bytes.length);
          }
        }
      }
      Thread.sleep(300);
    }
  }
}
