package org.dossierhub.benchmark.exchange;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One way of handing over a message: senders, and the processes that receive. */
final class Peer implements AutoCloseable {
  /** Who they are. */
  enum Kind {
    HUB("hub"),
    PHASE4("phase4"),
    CXF("bare CXF"),
    BROKER("bare broker");

    final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Less than this share of one processor: an idle hub looks after itself, too. */
  private static final double QUIET = 0.15;

  private static final long LOOK_MILLIS = 500;
  private static final int LOOKS = 20;

  final Kind kind;
  private final Program sender;
  private final Map<String, Long> servers;
  private final HeapWatch heap;
  private final Optional<Program> receiver;
  private long writing;
  private long written;

  /**
   * @param servers processes of the receiving side by name; the first is the one whose heap counts
   * @param receiver when it is a program of the benchmark, which keeps files that have to go
   */
  Peer(Kind kind, Program sender, Map<String, Long> servers, Optional<Program> receiver)
      throws IOException {
    this.kind = kind;
    this.sender = sender;
    this.servers = new LinkedHashMap<>(servers);
    this.heap = HeapWatch.over(this.servers.values().iterator().next());
    this.receiver = receiver;
  }

  /**
   * One turn.
   *
   * @param micros from the first byte of a message to its receipt
   * @param sender processor time of the senders
   * @param server processor time of each process that receives, until the last receipt
   * @param after what all of them spent afterwards until there was nothing left to do
   * @param heap bytes
   */
  record Turn(
      long nanos,
      List<Integer> micros,
      long sender,
      Map<String, Long> server,
      long after,
      long heap) {
    double rate() {
      return micros.size() * 1e9 / nanos;
    }

    long servers() {
      return server.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Milliseconds of the processor for one message. */
    double each(long time) {
      return time / 1e6 / micros.size();
    }
  }

  long pid(String server) {
    return servers.get(server);
  }

  /** Messages in advance, for so long at so many a second. */
  void write(Size size, Duration time, double rate) throws IOException, InterruptedException {
    int count = (int) Math.min(size.most, Math.ceil(rate * time.toMillis() / 1000));
    long before = ProcessTime.nanos(sender.pid());
    written += sender.ask(Map.of("do", "write", "size", size, "count", count), PATIENCE).asInt();
    writing += ProcessTime.nanos(sender.pid()) - before;
  }

  /** Milliseconds of the processor for one message written in advance. */
  double writing() {
    return writing / 1e6 / Math.max(1, written);
  }

  /** A turn that nobody counts, with messages written as they are sent. */
  double warmUp(Size size, Duration time) throws IOException, InterruptedException {
    return turn(size, time, true, 0).rate();
  }

  /** With messages written in advance; afterwards the peer is quiet, as far as it ever is. */
  Turn turn(Size size, Duration time) throws IOException, InterruptedException {
    return turn(size, time, false, LOOKS);
  }

  private Turn turn(Size size, Duration time, boolean fresh, int looks)
      throws IOException, InterruptedException {
    heap.most();
    var before = times();
    long senderBefore = ProcessTime.nanos(sender.pid());
    var answer =
        sender.ask(
            Map.of("do", "send", "size", size, "millis", time.toMillis(), "fresh", fresh),
            PATIENCE);
    long senderTime = ProcessTime.nanos(sender.pid()) - senderBefore;
    var then = times();
    long heapPeak = heap.most();
    if (answer.path("refused").asInt() > 0) {
      throw new IOException(kind.label + " refuses: " + answer.path("why").asText());
    }
    List<Integer> micros =
        Answers.JSON.convertValue(
            answer.path("micros"), new TypeReference<ArrayList<Integer>>() {});
    if (micros.isEmpty()) {
      throw new IOException(kind.label + " has sent nothing");
    }
    var spent = new LinkedHashMap<String, Long>();
    then.forEach((server, nanos) -> spent.put(server, nanos - before.get(server)));
    return new Turn(
        answer.path("nanos").asLong(),
        micros,
        senderTime,
        spent,
        untilQuiet(then, looks),
        heapPeak);
  }

  private Map<String, Long> times() throws IOException {
    var times = new LinkedHashMap<String, Long>();
    for (var server : servers.entrySet()) {
      times.put(server.getKey(), ProcessTime.nanos(server.getValue()));
    }
    return times;
  }

  private static long sum(Map<String, Long> times) {
    return times.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Waits, ten seconds at most, so that the next peer has the machine for itself. */
  private long untilQuiet(Map<String, Long> since, int looks)
      throws IOException, InterruptedException {
    long last = sum(since);
    for (int look = 0; look < looks; look++) {
      Thread.sleep(LOOK_MILLIS);
      long now = sum(times());
      if (now - last < QUIET * LOOK_MILLIS * 1_000_000) {
        last = now;
        break;
      }
      last = now;
    }
    return last - sum(since);
  }

  /** Removes what the turn left, where that is not what is being measured. */
  void tidy() throws IOException, InterruptedException {
    sender.ask(Map.of("do", "tidy"), PATIENCE);
    if (receiver.isPresent()) {
      receiver.get().ask(Map.of("do", "tidy"), PATIENCE);
    }
  }

  @Override
  public void close() {
    heap.close();
    sender.close();
    receiver.ifPresent(Program::close);
  }
}
