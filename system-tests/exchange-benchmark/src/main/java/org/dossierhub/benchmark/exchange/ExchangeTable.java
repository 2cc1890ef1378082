package org.dossierhub.benchmark.exchange;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dossierhub.benchmark.Machine;

/**
 * The medians of {@link ExchangeBenchmark} as a page.
 *
 * @param writing milliseconds of the processor for signing one manifest beforehand
 */
record ExchangeTable(
    Map<Size, Map<Peer.Kind, List<Peer.Turn>>> turns, double writing, HubProfile.Shares profile) {

  String text(boolean quick) {
    var text = new StringBuilder();
    text.append(
        """
        Written by `./hub bench exchange`. Eight senders each hand over messages with one part of random bytes, one message after the other, over loopback,
        to one of four receivers: the peers send in turns, round by round; the others are idle meanwhile. Before that each warms up until it gets no faster, five minutes at most. A message counts when its receipt
        came. **Hub**: a running installation, SOAP submit with a signed manifest, mutual TLS, MTOM, WS-Security both ways; PostgreSQL commit, fsync,
        evidence, signed receipt. **phase4**: AS4 by its servlet on Jetty, mutual TLS, signed message and attachment, part stored as a file with fsync, signed
        receipt; duplicates in memory, no database; its senders keep their connections open, which phase4 by itself does not. **Bare CXF**: the same port type,
        manifest and TLS, the signature checked and the receipt signed by the hub's own code, file with fsync; no WS-Security, no database. **Bare broker**: the product's Artemis,
        a durable send of the part over TLS, nothing signed. All keys that sign are RSA-2048.

        """);
    text.append("Machine: ").append(Machine.words()).append(", shared by senders and receivers");
    text.append(". Versions: ").append(versions());
    text.append(". Date: ")
        .append(LocalDate.now(ZoneOffset.UTC))
        .append(quick ? " (quick run, only a smoke test)" : "")
        .append(".\n\n");
    ratios(text);
    peers(text);
    profile(text);
    return text.toString();
  }

  private void ratios(StringBuilder text) {
    text.append("| The hub beside | 10 kB | 1 MB | Target |\n|---|---|---|---|\n");
    ratio(
        text,
        "phase4: messages per second",
        Peer.Kind.PHASE4,
        Peer.Turn::rate,
        "10 kB: ≥ 1, the goal is 2");
    ratio(
        text,
        "phase4: processor time of a message, both sides",
        Peer.Kind.PHASE4,
        ExchangeTable::both,
        "–");
    ratio(text, "bare CXF: messages per second", Peer.Kind.CXF, Peer.Turn::rate, "–");
    ratio(
        text,
        "bare CXF: processor time of a message, both sides",
        Peer.Kind.CXF,
        ExchangeTable::both,
        "1 MB: ≤ 1.3");
    ratio(
        text,
        "bare CXF: the same, receivers alone",
        Peer.Kind.CXF,
        turn -> turn.each(turn.servers()),
        "–");
    text.append('\n');
  }

  private void ratio(
      StringBuilder text,
      String name,
      Peer.Kind peer,
      ToDoubleFunction<Peer.Turn> figure,
      String target) {
    text.append("| ").append(name);
    for (var size : Size.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              " | **%.2f**",
              median(size, Peer.Kind.HUB, figure) / median(size, peer, figure)));
    }
    text.append(" | ").append(target).append(" |\n");
  }

  private void peers(StringBuilder text) {
    text.append(
        "| Size | Receiver | Messages/s | CPU ms per message | of it senders | of it receivers |"
            + " CPU ms afterwards | p50 ms | p99 ms | Heap peak MB | Messages |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (var size : Size.values()) {
      for (var peer : turns.get(size).keySet()) {
        var micros =
            turns.get(size).get(peer).stream()
                .flatMap(turn -> turn.micros().stream())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | **%.0f** | %.1f | %.1f | %.1f | %.1f | %.0f | %.0f | %.0f | %d |%n",
                size.label,
                peer.label,
                median(size, peer, Peer.Turn::rate),
                median(size, peer, ExchangeTable::both),
                median(size, peer, turn -> turn.each(turn.sender())),
                median(size, peer, turn -> turn.each(turn.servers())),
                median(size, peer, turn -> turn.each(turn.after())),
                quantile(micros, 0.5) / 1e3,
                quantile(micros, 0.99) / 1e3,
                turns.get(size).get(peer).stream().mapToLong(Peer.Turn::heap).max().orElse(0) / 1e6,
                micros.length));
      }
    }
    text.append("\nOf the hub's processor time, by process: ");
    text.append(
        Arrays.stream(Size.values())
            .map(
                size ->
                    size.label
                        + " "
                        + turns.get(size).get(Peer.Kind.HUB).get(0).server().keySet().stream()
                            .map(
                                server ->
                                    String.format(
                                        Locale.ROOT,
                                        "%s %.1f ms",
                                        server,
                                        median(
                                            size,
                                            Peer.Kind.HUB,
                                            turn -> turn.each(turn.server().get(server)))))
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("; ")));
    text.append(
        String.format(
            Locale.ROOT,
            """
            .
            Counted is the processor time of whole processes, in user mode and in the kernel, the database's and the hub's broker included. Manifests are signed
            beforehand and not counted (%.1f ms of the sender's each, by the JDK's XML signatures); the envelope of the hub's senders and the message of phase4's cannot be
            signed beforehand and are. Afterwards: what the receiver still did when the last receipt was out, until it was quiet; what it
            did before that for earlier messages is in its time of the turn. Heap: of the receiving server, as large as its collector let it become. Rates and times are medians of the rounds, p50 and p99 of all
            messages.

            """,
            writing));
  }

  private void profile(StringBuilder text) {
    text.append(
        String.format(
            Locale.ROOT,
            """
            ### Where the time of an accepted message goes
            %d samples of running threads of the hub's server, 10 kB, %.0f messages per second meanwhile.

            | Share | Of the server's time |
            |---|---|
            """,
            profile.samples(),
            profile.rate()));
    profile.shares().entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            share ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "| %.0f %% | %s |%n",
                        share.getValue() * 100,
                        share.getKey())));
    text.append("\nWherever they belong: ");
    text.append(
        profile.leaves().entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .map(
                leaf ->
                    String.format(Locale.ROOT, "%s %.0f %%", leaf.getKey(), leaf.getValue() * 100))
            .collect(Collectors.joining(", ")));
    text.append(".\n");
  }

  private static double both(Peer.Turn turn) {
    return turn.each(turn.sender() + turn.servers());
  }

  private double median(Size size, Peer.Kind peer, ToDoubleFunction<Peer.Turn> figure) {
    return median(turns.get(size).get(peer).stream().mapToDouble(figure).toArray());
  }

  static double median(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest value that so many are not above; of an array in order. */
  static int quantile(int[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  private static String versions() {
    return "Java "
        + System.getProperty("java.version")
        + ", phase4 "
        + version(com.helger.phase4.CAS4.class)
        + ", CXF "
        + version(org.apache.cxf.Bus.class)
        + ", WSS4J "
        + version(org.apache.wss4j.dom.engine.WSSecurityEngine.class)
        + ", Artemis "
        + version(org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory.class)
        + ", Jetty "
        + version(org.eclipse.jetty.server.Server.class);
  }

  private static String version(Class<?> ofLibrary) {
    return ofLibrary
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .getPath()
        .replaceAll(".*-(\\d[\\d.]*)\\.jar$", "$1");
  }
}
