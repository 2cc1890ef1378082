package org.dossierhub.benchmark.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.dossierhub.benchmark.Page;
import org.dossierhub.system.drain.Delivered;
import org.dossierhub.system.drain.FillLanes;
import org.dossierhub.system.drain.ManyAgencies;
import org.dossierhub.system.drain.ManyAgencies.Letter;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.journey.NeighbourProcess;
import org.dossierhub.system.neighbour.Ledger;
import org.dossierhub.system.neighbour.SystemIdentity;

/**
 * {@code ./hub bench drain}: how long it takes until messages that wait for agencies that were away
 * are with them, while one agency hangs. Writes the section "Drain" of {@code docs/benchmarks.md}.
 *
 * <ol>
 *   <li>A hub of its own is started; agencies are registered by its administration.
 *   <li>Messages go to recipients that are there, again and again, until a message costs no less
 *       than in the turn before: from then on hub and recipients are as they are after a morning of
 *       work.
 *   <li>The recipients go away. Messages come in by the ordinary door over JMS, until all are in or
 *       the time for that is over; then the hub judges them to the end.
 *   <li>The recipients come back, one of them hangs; those reached by SOAP ask the hub something,
 *       as a system that comes back does.
 *   <li>It ends when the others have everything, or after four minutes; their ledgers judge, also
 *       of what went before.
 * </ol>
 *
 * The exit code is 0 only when nothing was lost, doubled or out of order.
 */
public final class DrainBenchmark {
  private static final String FOLDER = "bench-drain";
  private static final int FIRST = 501;
  private static final int OF_ONE_DOSSIER = 4;

  /** Messages in one turn of warming up. */
  private static final int WARMING = 1_200;

  private static final Duration WARMING_AT_MOST = Duration.ofSeconds(300);

  /** A turn that costs more than this share of the one before is the last. */
  private static final double NO_LESS = 0.97;

  private static final Duration SENDING_AT_MOST = Duration.ofSeconds(360);
  private static final Duration JUDGING_AT_MOST = Duration.ofSeconds(60);
  private static final Duration DRAIN_AT_MOST = Duration.ofSeconds(225);
  private static final String SETTINGS =
      """
      # Written by ./hub bench drain
      hub.demo=true
      hub.server.nodes=1
      """;

  private final int messages;
  private final int agencies;
  private final Path recording;
  private final Path checkout;
  private final Path home;
  private final long began = System.nanoTime();
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private DrainBenchmark(int messages, int agencies, Path recording, Path checkout, Path home) {
    this.messages = messages;
    this.agencies = agencies;
    this.recording = recording;
    this.checkout = checkout;
    this.home = home;
  }

  public static void main(String[] arguments) throws Exception {
    int messages = 10_000;
    int agencies = 20;
    Path recording = null;
    var checkout = Path.of(System.getProperty("hub.checkout"));
    var page = checkout.resolve("docs/benchmarks.md");
    try {
      for (int i = 0; i < arguments.length; i += 2) {
        switch (arguments[i]) {
          case "--messages" -> messages = Integer.parseInt(arguments[i + 1]);
          case "--agencies" -> agencies = Integer.parseInt(arguments[i + 1]);
          case "--page" -> page = Path.of(arguments[i + 1]);
          case "--recording" -> recording = Path.of(arguments[i + 1]).toAbsolutePath();
          default -> throw new IllegalArgumentException(arguments[i]);
        }
      }
      if (agencies < 4 || messages < agencies) {
        throw new IllegalArgumentException("--agencies");
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println(
          "usage: bench drain [--messages N] [--agencies N] [--page FILE] [--recording FILE]");
      System.exit(2);
    }
    var benchmark =
        new DrainBenchmark(
            messages, agencies, recording, checkout, Installation.homeOf(checkout).resolve(FOLDER));
    // Also when somebody loses patience: nothing that was started stays.
    Runtime.getRuntime().addShutdownHook(new Thread(benchmark::stop, "stop"));
    try {
      var drained = benchmark.play();
      var text = new DrainTable(drained).text();
      System.out.println(text);
      Page.put(page, "Drain", text);
      System.out.println("Written to " + page);
      benchmark.stop();
      if (drained.isFaultless()) {
        ExchangeBenchmark.delete(benchmark.home);
      } else {
        System.err.println("Ledgers and logs: " + benchmark.home);
      }
      System.exit(drained.isFaultless() ? 0 : 1);
    } catch (IOException | IllegalStateException | UncheckedIOException e) {
      System.err.println("The benchmark stopped: " + e.getMessage());
      System.err.println("Logs: " + benchmark.home.resolve("logs"));
      System.exit(1);
    }
  }

  private void say(String words) {
    System.err.println((System.nanoTime() - began) / 1_000_000_000 + " s: " + words);
  }

  private Drained play() throws IOException, InterruptedException {
    var processes = new HubProcesses(checkout, home);
    if (Files.exists(home)) {
      processes.run("down");
      ExchangeBenchmark.delete(home);
    }
    Files.createDirectories(home);
    Files.writeString(home.resolve("hub.properties"), SETTINGS);
    say("Starting a hub in " + home + " …");
    started.push(() -> processes.run("down"));
    processes.run("up");
    var hub = Installation.at(checkout, home);
    int overJms = Math.max(2, agencies * 3 / 10);
    say("Registering " + agencies + " agencies …");
    var all =
        ManyAgencies.register(
            processes, hub, home.resolve("agencies"), FIRST, agencies - overJms, overJms);
    var recipients = all.open();
    recipients.forEach(started::push);
    var families = ProcessTime.of(home);
    families.put("recipients", recipients.get(0).handle().pid());
    var profile = recording == null ? null : HubProfile.start(families.get("server"), recording);
    var warming = warmUp(hub, all, families);
    recipients.forEach(NeighbourProcess::goAway);
    say("Sending " + messages + " messages while nobody takes any …");
    long sendingBegan = System.nanoTime();
    var waiting =
        new FillLanes(hub, all)
            .send(all.letters(messages, OF_ONE_DOSSIER), sendingBegan + SENDING_AT_MOST.toNanos());
    double filling = (System.nanoTime() - sendingBegan) / 1e9;
    say("%d receipts, %.0f/s; judging …".formatted(waiting.size(), waiting.size() / filling));
    boolean judged = isJudgedInTime(hub);
    var drained = drain(all, recipients, families, warming, waiting, filling, judged);
    if (profile != null) {
      profile.end(0);
    }
    return drained;
  }

  /**
   * What was delivered before the clock started.
   *
   * @param settled true when a message cost no less of the processor in the last turn than in one
   *     before, false when the time for warming up had passed first
   */
  record Warming(List<Letter> delivered, boolean settled) {}

  /**
   * Turns of messages until one costs no less of the processor for each, or the time has passed.
   *
   * @throws IllegalStateException a message is not there in time
   */
  private Warming warmUp(Installation hub, ManyAgencies all, Map<String, Long> families)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + WARMING_AT_MOST.toNanos();
    var sent = new ArrayList<Letter>();
    double least = Double.MAX_VALUE;
    double cost = 0;
    while (System.nanoTime() < end && cost <= least * NO_LESS) {
      least = Math.min(least, cost == 0 ? least : cost);
      var before = sum(families);
      var letters =
          all.letters(WARMING, OF_ONE_DOSSIER).stream()
              .filter(letter -> !letter.recipient().equals(all.hanging().code()))
              .toList();
      var receipted = new FillLanes(hub, all).send(letters, end);
      sent.addAll(receipted);
      if (!isThere(all, sent.size(), end + Duration.ofSeconds(60).toNanos())) {
        throw new IllegalStateException("What was sent to warm up is not there in time");
      }
      cost = (sum(families) - before) / 1e6 / receipted.size();
      say("Warming up: %d delivered, %.1f ms for each, in and out".formatted(sent.size(), cost));
    }
    return new Warming(List.copyOf(sent), cost > least * NO_LESS);
  }

  /** Looks once a second whether the ledgers have so many lines. */
  private boolean isThere(ManyAgencies all, int expected, long until)
      throws IOException, InterruptedException {
    int look = 0;
    while (lines(all.ledgers().values()) < expected) {
      if (System.nanoTime() >= until) {
        return false;
      }
      Thread.sleep(1_000);
      if (++look % 10 == 0) {
        say(lines(all.ledgers().values()) + " of " + expected);
      }
    }
    return true;
  }

  private static long sum(Map<String, Long> families) throws IOException {
    return times(families).values().stream().mapToLong(Long::longValue).sum();
  }

  /** True when nothing but deliveries is left to do, false when there was no more time for that. */
  private boolean isJudgedInTime(Installation hub) throws IOException, InterruptedException {
    var client =
        HttpClient.newBuilder().sslContext(SystemIdentity.anonymousTls(hub.tlsRoots())).build();
    var request =
        HttpRequest.newBuilder(hub.web().resolve(URI.create("/api/v1/metrics")))
            .header(
                "Authorization",
                "Bearer " + Files.readString(hub.secret("metrics.password")).strip())
            .build();
    var judging = Pattern.compile("hub_work_waiting\\{kind=\"JUDGE_DOCUMENTS\"\\} ([\\d.]+)");
    long end = System.nanoTime() + JUDGING_AT_MOST.toNanos();
    while (System.nanoTime() < end) {
      var found = judging.matcher(client.send(request, BodyHandlers.ofString()).body());
      if (!found.find() || Double.parseDouble(found.group(1)) == 0) {
        return true;
      }
      Thread.sleep(2_000);
    }
    return false;
  }

  private Drained drain(
      ManyAgencies all,
      List<NeighbourProcess> recipients,
      Map<String, Long> families,
      Warming warming,
      List<Letter> waiting,
      double filling,
      boolean judged)
      throws IOException, InterruptedException {
    say("The recipients come back, one of them hangs …");
    var earlier = warming.delivered();
    var hanging = all.hang();
    started.push(hanging);
    recipients.forEach(NeighbourProcess::comeBack);
    var reachable = Instant.now();
    var before = times(families);
    var calls = Executors.newFixedThreadPool(4);
    var overSoap =
        recipients.stream()
            .filter(one -> all.members().stream().anyMatch(m -> m.overSoap() && isOf(m, one)))
            .toList();
    for (var recipient : overSoap) {
      calls.execute(() -> recipient.receipt("SOAP", UUID.randomUUID().toString()));
    }
    calls.shutdown();
    int expected =
        (int)
            waiting.stream()
                .filter(letter -> !letter.recipient().equals(all.hanging().code()))
                .count();
    isThere(all, earlier.size() + expected, System.nanoTime() + DRAIN_AT_MOST.toNanos());
    var spent = times(families);
    spent.replaceAll((name, nanos) -> nanos - before.get(name));
    Thread.sleep(3_000); // whatever comes twice comes now
    var both = new ArrayList<>(earlier);
    both.addAll(waiting);
    var delivered = Delivered.of(both, all.ledgers()).after(earlier);
    return new Drained(
        all.members(),
        all.hanging().code(),
        messages,
        warming,
        waiting,
        filling,
        judged,
        reachable,
        delivered,
        spent,
        hanging.connections());
  }

  private static boolean isOf(ManyAgencies.Member member, NeighbourProcess process) {
    return member.code().equals(process.agency());
  }

  private static Map<String, Long> times(Map<String, Long> families) throws IOException {
    var times = new LinkedHashMap<String, Long>();
    for (var family : families.entrySet()) {
      times.put(family.getKey(), ProcessTime.nanos(family.getValue()));
    }
    return times;
  }

  /** A cheap look: the judge reads what they say. */
  private static int lines(Collection<Ledger> ledgers) throws IOException {
    int lines = 0;
    for (var ledger : ledgers) {
      if (Files.exists(ledger.file())) {
        for (var octet : Files.readAllBytes(ledger.file())) {
          lines += octet == '\n' ? 1 : 0;
        }
      }
    }
    return lines;
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

  /**
   * What was seen.
   *
   * @param wanted messages that should have waited
   * @param warming messages that were delivered before, to warm up
   * @param waiting those with a receipt when the recipients came back, in the order of sending
   * @param filling seconds it took to send them
   * @param judged whether the hub had judged all of them by then
   * @param spent nanoseconds of the processor of each process while they were delivered
   * @param hung connections to the agency that hangs
   */
  record Drained(
      List<ManyAgencies.Member> agencies,
      String hanging,
      int wanted,
      Warming warming,
      List<Letter> waiting,
      double filling,
      boolean judged,
      Instant reachable,
      Delivered delivered,
      Map<String, Long> spent,
      int hung) {
    boolean isFaultless() {
      return !waiting.isEmpty()
          && delivered.missing().isEmpty()
          && delivered.doubled() == 0
          && delivered.disordered() == 0;
    }

    double seconds(Instant at) {
      return Duration.between(reachable, at).toMillis() / 1e3;
    }

    /** Seconds until each had its last message, the first to be ready first. */
    List<Double> completed() {
      var last = new LinkedHashMap<String, Double>();
      for (var letter : waiting) {
        var at = delivered.at().get(letter.id());
        if (at != null) {
          last.merge(letter.recipient(), seconds(at), Math::max);
        }
      }
      return last.values().stream().sorted().toList();
    }

    List<Double> times() {
      var times = new ArrayList<Double>();
      delivered.at().values().forEach(at -> times.add(seconds(at)));
      times.sort(null);
      return times;
    }
  }
}
