package org.dossierhub.benchmark.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dossierhub.benchmark.Page;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.journey.OwnProcess;

/**
 * {@code ./hub bench exchange}: what it costs the hub to take a message and give its signed
 * receipt, beside phase4, bare CXF and a bare broker. Writes the section "Exchange" of {@code
 * docs/benchmarks.md}.
 *
 * <ol>
 *   <li>A hub of its own is started and filled; beside it the receivers of the peers and one
 *       program of eight senders for each.
 *   <li>All warm up, one after the other, each until it gets no faster.
 *   <li>For each size all peers send in turns, in another order each round; nobody has anything to
 *       do but the one whose turn it is.
 *   <li>Once more the hub alone, while its samples are taken ({@link HubProfile}).
 *   <li>The medians and their ratios become a table; everything is stopped and removed.
 * </ol>
 */
public final class ExchangeBenchmark {
  private static final String FOLDER = "bench-exchange";

  /** No portal; what the commune sends to a desk of this hub is delivered no further. */
  private static final String SETTINGS =
      """
      # Written by ./hub bench exchange
      hub.demo=true
      hub.server.nodes=1
      """;

  /** At what pace messages are written in advance, before a peer's own is known. */
  private static final double FIRST_GUESS = 40;

  private static final double RESERVE = 1.3;

  private static final Duration TEN = Duration.ofSeconds(10);

  /** Seconds, for each peer: the hub's server needs minutes until all it uses is compiled. */
  private static final int LONGEST_WARM_UP = 300;

  /** A stretch of ten seconds counts as faster from here on. */
  private static final double FASTER = 1.03;

  /** So many stretches in a row that were not: it is warm, and no slow minute of the machine. */
  private static final int NO_LONGER_FASTER = 6;

  private final boolean quick;
  private final Path checkout;
  private final Path home;
  private final long began = System.nanoTime();
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Map<Peer.Kind, Peer> peers = new EnumMap<>(Peer.Kind.class);
  private final Map<Peer.Kind, Map<Size, Double>> rates = new EnumMap<>(Peer.Kind.class);
  private final Map<Size, Map<Peer.Kind, List<Peer.Turn>>> turns = new EnumMap<>(Size.class);

  private ExchangeBenchmark(boolean quick, Path checkout, Path home) {
    this.quick = quick;
    this.checkout = checkout;
    this.home = home;
  }

  public static void main(String[] arguments) throws Exception {
    var given = new ArrayList<>(List.of(arguments));
    var quick = given.remove("--quick");
    var checkout = Path.of(System.getProperty("hub.checkout"));
    var page = given.isEmpty() ? checkout.resolve("docs/benchmarks.md") : Path.of(given.remove(0));
    if (!given.isEmpty()) {
      System.err.println("usage: bench exchange [--quick] [PAGE]");
      System.exit(2);
    }
    var benchmark =
        new ExchangeBenchmark(quick, checkout, Installation.homeOf(checkout).resolve(FOLDER));
    // Also when somebody loses patience: nothing that was started stays.
    Runtime.getRuntime().addShutdownHook(new Thread(benchmark::stop, "stop"));
    try {
      var text = benchmark.text();
      System.out.println(text);
      if (!quick) {
        Page.put(page, "Exchange", text);
        System.out.println("Written to " + page);
      }
    } catch (IOException | IllegalStateException e) {
      System.err.println("The benchmark stopped: " + e.getMessage());
      System.err.println("Logs: " + benchmark.home.resolve("logs"));
      System.exit(1);
    }
    benchmark.stop();
    delete(benchmark.home);
    System.exit(0);
  }

  private String text() throws IOException, InterruptedException, ReflectiveOperationException {
    open();
    say("Warming up …");
    warmUp(Size.SMALL, quick ? 10 : LONGEST_WARM_UP);
    warmUp(Size.LARGE, quick ? 4 : LONGEST_WARM_UP / 6);
    measure(Size.SMALL, quick ? 4 : 8, quick ? 1 : 5, quick ? 25 : 200);
    measure(Size.LARGE, quick ? 4 : 8, quick ? 1 : 4, quick ? 30 : 150);
    say("The hub alone, with samples …");
    var hub = peers.get(Peer.Kind.HUB);
    var profile = HubProfile.start(hub.pid("server"), home.resolve("hub.jfr"));
    double rate = hub.warmUp(Size.SMALL, Duration.ofSeconds(quick ? 6 : 20));
    return new ExchangeTable(turns, hub.writing(), profile.end(rate)).text(quick);
  }

  private void say(String words) {
    System.err.println((System.nanoTime() - began) / 1_000_000_000 + " s: " + words);
  }

  private void open() throws IOException, InterruptedException {
    var processes = new HubProcesses(checkout, home);
    if (Files.exists(home)) {
      processes.run("down");
      delete(home);
    }
    Files.createDirectories(home);
    Files.writeString(home.resolve("hub.properties"), SETTINGS);
    DemonstrationWorld.prepare(home);
    say("Starting a hub in " + home + " …");
    started.push(() -> processes.run("down"));
    processes.run("up");
    var hub = Installation.at(checkout, home);
    say("Registering agencies …");
    try (var world = DemonstrationWorld.of(hub)) {
      world.register();
    }
    say("Starting its peers …");
    add(Peer.Kind.HUB, hub, hub.exchange().toString(), ProcessTime.of(home), Optional.empty());
    int phase4 = freePort();
    var phase4Receiver =
        receiver("phase4", Phase4Receiver.class, hub, phase4, home.resolve("phase4"), "");
    add(
        Peer.Kind.PHASE4,
        hub,
        "https://localhost:" + phase4 + Phase4Receiver.PATH,
        Map.of("server", phase4Receiver.pid()),
        Optional.of(phase4Receiver));
    int cxf = freePort();
    var cxfReceiver =
        receiver("cxf", CxfReceiver.class, hub, cxf, home.resolve("cxf"), checkout.toString());
    add(
        Peer.Kind.CXF,
        hub,
        "https://localhost:" + cxf + "/exchange",
        Map.of("server", cxfReceiver.pid()),
        Optional.of(cxfReceiver));
    int broker = freePort();
    add(
        Peer.Kind.BROKER,
        hub,
        hub.broker().replace(":" + hub.port("broker") + "?", ":" + broker + "?"),
        Map.of("server", broker(hub, broker)),
        Optional.empty());
  }

  private Program receiver(
      String name, Class<?> main, Installation hub, int port, Path folder, String more)
      throws IOException, InterruptedException {
    var program =
        Program.start(
            name,
            main,
            "768m", // as much as the hub's server has
            System.getProperty("java.class.path"),
            List.of(
                String.valueOf(port),
                hub.identities().toString(),
                hub.trust().toString(),
                folder.toString(),
                more),
            home.resolve("logs/bench-" + name + ".log"));
    started.push(program);
    return program;
  }

  /** The product's broker once more, in a process of its own. */
  private long broker(Installation hub, int port) throws IOException {
    var folder = Files.createDirectories(home.resolve("bare-broker"));
    Files.copy(home.resolve("broker/users.properties"), folder.resolve("users.properties"));
    var target = checkout.resolve("ear/broker/target");
    var process =
        OwnProcess.java(
            "broker",
            target.resolve("classes") + ":" + target.resolve("lib") + "/*",
            "org.dossierhub.broker.Broker",
            List.of(
                "--folder",
                folder.toString(),
                "--port",
                String.valueOf(port),
                "--keystore",
                hub.identities().resolve("broker-tls.p12").toString(),
                "--keystore-password-file",
                hub.identities().resolve("broker-tls.password").toString()),
            home.resolve("logs/bench-broker.log"));
    started.push(process);
    process.awaitLine("The broker is ready.", Duration.ofSeconds(60));
    return process.handle().pid();
  }

  private void add(
      Peer.Kind kind,
      Installation hub,
      String address,
      Map<String, Long> servers,
      Optional<Program> receiver)
      throws IOException, InterruptedException {
    var sender =
        Program.start(
            "senders of " + kind.label,
            Sender.class,
            "512m",
            System.getProperty("java.class.path"),
            List.of(
                kind.name(),
                address,
                hub.identities().toString(),
                hub.trust().toString(),
                home.resolve("senders").toString(),
                hub.secret("broker-hub.password").toString()),
            home.resolve("logs/bench-sender-" + kind.name() + ".log"));
    started.push(sender);
    var peer = new Peer(kind, sender, servers, receiver);
    started.push(peer);
    peers.put(kind, peer);
    rates.put(kind, new EnumMap<>(Size.class));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Each peer until it gets no faster, and no longer than so many seconds. */
  private void warmUp(Size size, int longest) throws IOException, InterruptedException {
    for (var peer : peers.values()) {
      double best = 0;
      int without = 0;
      long end = System.nanoTime() + Duration.ofSeconds(longest).toNanos();
      // what one turn may send at most is less than a warm-up takes
      while (without < NO_LONGER_FASTER && System.nanoTime() < end) {
        var left = Duration.ofNanos(end - System.nanoTime());
        double rate = peer.warmUp(size, left.compareTo(TEN) < 0 ? left : TEN);
        say(peer.kind.label + ", " + size.label + ": " + Math.round(rate) + "/s");
        without = rate > best * FASTER ? 0 : without + 1;
        best = Math.max(best, rate);
        rates.get(peer.kind).put(size, best);
        peer.tidy();
      }
    }
  }

  /**
   * @param within no round begins later than so many seconds after the first
   */
  private void measure(Size size, int seconds, int most, int within)
      throws IOException, InterruptedException {
    long first = System.nanoTime();
    var kinds = new ArrayList<>(peers.keySet());
    var results = turns.computeIfAbsent(size, s -> new EnumMap<>(Peer.Kind.class));
    for (int round = 0; round < most; round++) {
      if (round > 0 && System.nanoTime() - first > Duration.ofSeconds(within).toNanos()) {
        say("No time for more than " + round + " rounds of " + size.label);
        return;
      }
      for (int i = 0; i < kinds.size(); i++) {
        var peer = peers.get(kinds.get((i + round) % kinds.size()));
        var time = Duration.ofSeconds(peer.kind == Peer.Kind.BROKER ? seconds / 4 : seconds);
        double expected = rates.get(peer.kind).getOrDefault(size, FIRST_GUESS);
        peer.write(size, time, expected * RESERVE);
        var turn = peer.turn(size, time);
        rates.get(peer.kind).merge(size, turn.rate(), Math::max);
        results.computeIfAbsent(peer.kind, k -> new ArrayList<>()).add(turn);
        peer.tidy();
        say(
            "%s, %s: %.0f/s, CPU %.1f ms (senders %.1f), afterwards %.1f ms"
                .formatted(
                    peer.kind.label,
                    size.label,
                    turn.rate(),
                    turn.each(turn.sender() + turn.servers()),
                    turn.each(turn.sender()),
                    turn.each(turn.after())));
      }
    }
  }

  private synchronized void stop() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        System.err.println("While stopping: " + e);
      }
    }
  }

  static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
