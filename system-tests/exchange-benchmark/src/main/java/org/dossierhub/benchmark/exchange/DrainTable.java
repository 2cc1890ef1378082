package org.dossierhub.benchmark.exchange;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dossierhub.benchmark.Machine;

/** What {@link DrainBenchmark} has seen as a page. */
record DrainTable(DrainBenchmark.Drained drained) {
  private static final int TARGET_MESSAGES = 10_000;
  private static final double TARGET_SECONDS = 180;

  String text() {
    int agencies = drained.agencies().size();
    int overJms = (int) drained.agencies().stream().filter(member -> !member.overSoap()).count();
    var delivered = drained.delivered();
    int count = delivered.at().size();
    var completed = drained.completed();
    double seconds = completed.isEmpty() ? 0 : completed.get(completed.size() - 1);
    double rate = seconds == 0 ? 0 : count / seconds;
    var text = new StringBuilder();
    line(
        text,
        """
        Written by `./hub bench drain`. After %d messages of the same kind had gone to %d agencies to warm up (%s), %d with one part of 10 kB, four to a dossier, came in by the ordinary door over JMS while none of the agencies was there.
        Then the agencies come back, %d reached by SOAP (mutual TLS, WS-Security both ways, MTOM) and %d by JMS, and one of the first hangs: it shakes hands, reads, and never answers.
        The clock runs from the moment at which they can be reached until the other %d have everything. A message is there when its recipient has checked its seal and its parts,
        stored it, forced it to the disk with the line in its ledger, and signed a receipt; the ledgers judge. All recipients are one program on the same machine, which
        does per message what an agency's system has to do; those reached by SOAP ask the hub one question when they are back.
        """,
        drained.warming().delivered().size(),
        agencies - 1,
        drained.warming().settled()
            ? "until a message cost no less than before"
            : "ended by its time: each turn still cost less than the one before",
        drained.waiting().size(),
        agencies - overJms,
        overJms,
        agencies - 1);
    line(
        text,
        "Machine: %s, shared by hub and recipients. Date: %s.\n",
        Machine.words(),
        LocalDate.now(ZoneOffset.UTC));
    if (drained.waiting().size() < drained.wanted()) {
      line(
          text,
          "%d messages were wanted; in the time for it %d came in (%.0f per second, all of the intake on the same machine).\n",
          drained.wanted(),
          drained.waiting().size(),
          drained.waiting().size() / drained.filling());
    }
    if (!drained.judged()) {
      text.append(
          "Not all of them were judged when the clock started; the hub did that beside.\n\n");
    }
    text.append("| | Measured | Target |\n|---|---|---|\n");
    line(
        text,
        "| delivered to the other %d | **%d** of %d | all |",
        agencies - 1,
        count,
        expected());
    line(text, "| seconds | **%.0f** | – |", seconds);
    line(
        text,
        "| messages per second | **%.1f** | %.1f |",
        rate,
        TARGET_MESSAGES * (agencies - 1.0) / agencies / TARGET_SECONDS);
    line(
        text,
        "| seconds for 10 000 at this rate | **%.0f** | ≤ %.0f |",
        rate == 0 ? Double.NaN : TARGET_MESSAGES * (agencies - 1.0) / agencies / rate,
        TARGET_SECONDS);
    line(
        text,
        "| not delivered in time or lost, doubled, out of order in a dossier | **%d, %d, %d** | 0, 0, 0 |",
        delivered.missing().size(),
        delivered.doubled(),
        delivered.disordered());
    line(text, "| known by its id and receipted again | %d | – |", delivered.repeated());
    line(text, "| connections to the agency that hangs | %d | – |", drained.hung());
    if (!completed.isEmpty()) {
      var times = drained.times();
      line(
          text,
          "| an agency has everything after, first to last | %.0f s to %.0f s (median %.0f s) | – |",
          completed.get(0),
          seconds,
          quantile(completed, 0.5));
      line(
          text,
          "| a message is there after | p50 %.0f s, p99 %.0f s | – |",
          quantile(times, 0.5),
          quantile(times, 0.99));
    }
    line(
        text,
        "\nProcessor time for each of them: %s; in all **%.1f ms**.",
        drained.spent().entrySet().stream()
            .map(
                process ->
                    "%s %.1f ms"
                        .formatted(process.getKey(), process.getValue() / 1e6 / Math.max(1, count)))
            .collect(Collectors.joining(", ")),
        drained.spent().values().stream().mapToLong(Long::longValue).sum()
            / 1e6
            / Math.max(1, count));
    return text.toString();
  }

  private long expected() {
    return drained.waiting().stream()
        .filter(letter -> !letter.recipient().equals(drained.hanging()))
        .count();
  }

  private static void line(StringBuilder text, String words, Object... values) {
    text.append(String.format(Locale.ROOT, words, values)).append('\n');
  }

  private static double quantile(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
