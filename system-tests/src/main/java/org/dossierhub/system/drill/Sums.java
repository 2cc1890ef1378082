package org.dossierhub.system.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables at the end of {@code docs/reliability.md}: what all drills together have done. Each
 * round is added to what is written there, whoever wrote it.
 */
final class Sums {
  private static final String BEGIN = "<!-- ./hub drill adds to everything below this line -->";
  private static final List<String> TOTALS =
      List.of("kills", "sent", "delivered", "lost", "doubled", "repeated", "changed receipts");

  private static final String ONE_OF_TWO = "server of two";

  private final Path file;

  Sums(Path file) {
    this.file = file;
  }

  /** What a blow to one of so many nodes led to. */
  void add(Blow blow, int nodes, Round.Tally tally) throws IOException {
    var text = Files.readString(file);
    int cut = text.indexOf(BEGIN);
    if (cut < 0) {
      throw new IOException(file + " has no line " + BEGIN);
    }
    var counts = read(text.substring(cut));
    merge(
        counts,
        "total",
        List.of(
            tally.kills(),
            tally.sent(),
            tally.delivered(),
            tally.lost(),
            tally.doubled(),
            tally.repeated(),
            tally.changed()));
    var points = new ArrayList<Integer>();
    for (var point : Blow.Point.values()) {
      points.add(point == blow.point() ? Math.max(1, tally.kills()) : 0);
    }
    merge(counts, nodes == 1 ? blow.part().process() : ONE_OF_TWO, points);
    Files.writeString(file, text.substring(0, cut) + BEGIN + "\n\n" + written(counts));
  }

  private static void merge(Map<String, List<Integer>> counts, String row, List<Integer> more) {
    counts.merge(
        row,
        more,
        (before, added) -> {
          var sum = new ArrayList<Integer>();
          for (int i = 0; i < added.size(); i++) {
            // a column that was not there when the row was written
            sum.add((i < before.size() ? before.get(i) : 0) + added.get(i));
          }
          return sum;
        });
  }

  private static Map<String, List<Integer>> read(String tables) {
    var counts = new LinkedHashMap<String, List<Integer>>();
    tables
        .lines()
        .filter(line -> line.matches("\\| [a-z ]+( \\| [0-9]+)+ \\|"))
        .forEach(
            line -> {
              var cells =
                  Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                      .map(String::strip)
                      .toList();
              counts.put(cells.get(0), cells.stream().skip(1).map(Integer::parseInt).toList());
            });
    return counts;
  }

  private static String written(Map<String, List<Integer>> counts) {
    var text = new StringBuilder();
    head(text, "All drills", TOTALS);
    row(text, "total", counts.get("total"));
    text.append('\n');
    head(
        text,
        "Blows",
        Arrays.stream(Blow.Point.values())
            .map(point -> point.name().toLowerCase(java.util.Locale.ROOT))
            .toList());
    new TreeMap<>(counts)
        .forEach(
            (name, values) -> {
              if (!name.equals("total")) {
                var all = new ArrayList<>(values);
                while (all.size() < Blow.Point.values().length) {
                  all.add(0);
                }
                row(text, name, all);
              }
            });
    return text.toString();
  }

  private static void head(StringBuilder text, String first, List<String> columns) {
    text.append("| ").append(first).append(" | ").append(String.join(" | ", columns));
    text.append(" |\n|---|").append("---|".repeat(columns.size())).append('\n');
  }

  private static void row(StringBuilder text, String name, List<Integer> values) {
    text.append("| ").append(name);
    values.forEach(value -> text.append(" | ").append(value));
    text.append(" |\n");
  }
}
