package org.dossierhub.benchmark.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The senders of one peer, as a program. It can be asked to {@code write} messages in advance, to
 * {@code send} for some time, and to {@code tidy} up.
 *
 * <pre>Sender PEER ADDRESS IDENTITIES TRUST FOLDER [PASSWORD-FILE]</pre>
 */
final class Sender {
  static final int SENDERS = 8;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final Sending sending;
  private final List<Sending.Line> lines = new ArrayList<>();
  private final Map<Size, Queue<Sending.Letter>> written = new EnumMap<>(Size.class);
  private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);

  private Sender(Sending sending) throws Exception {
    this.sending = sending;
    for (var size : Size.values()) {
      written.put(size, new ConcurrentLinkedQueue<>());
    }
    for (int i = 0; i < SENDERS; i++) {
      lines.add(sending.open());
    }
  }

  /**
   * What came of some time of sending.
   *
   * @param micros from the first byte of a message to its receipt, one for each message
   * @param refused messages without a receipt
   * @param why the first of them had none
   */
  record Sent(long nanos, List<Integer> micros, int refused, String why) {}

  public static void main(String[] arguments) throws Exception {
    Answers.quiet();
    var sender = new Sender(sending(arguments));
    Answers.serve(sender::answer);
  }

  private static Sending sending(String[] arguments) throws IOException, GeneralSecurityException {
    var address = arguments[1];
    var identities = Path.of(arguments[2]);
    var trust = Path.of(arguments[3]);
    return switch (Peer.Kind.valueOf(arguments[0])) {
      case HUB -> new SendBySoap(URI.create(address), identities, trust, true);
      case CXF -> new SendBySoap(URI.create(address), identities, trust, false);
      case PHASE4 ->
          new SendByPhase4(URI.create(address), identities, trust, Path.of(arguments[4]));
      case BROKER ->
          new SendToBroker(address, "hub", Files.readString(Path.of(arguments[5])).strip());
    };
  }

  private Object answer(JsonNode question) throws Exception {
    var size = Size.valueOf(question.path("size").asText(Size.SMALL.name()));
    return switch (question.path("do").asText()) {
      case "write" -> write(size, question.path("count").asInt());
      case "send" ->
          send(size, question.path("millis").asLong(), question.path("fresh").asBoolean());
      case "tidy" -> {
        sending.tidy();
        yield true;
      }
      default -> throw new IllegalArgumentException(question.toString());
    };
  }

  /** So that this many lie ready; how many had to be made. */
  private int write(Size size, int count) throws Exception {
    var ready = written.get(size);
    int before = ready.size();
    var making = new ArrayList<Future<?>>();
    for (int thread = 0; thread < PROCESSORS; thread++) {
      int some = (count - before) / PROCESSORS + 1;
      making.add(
          threads.submit(
              () -> {
                for (int i = 0; i < some; i++) {
                  ready.add(sending.write(size));
                }
                return null;
              }));
    }
    for (var one : making) {
      one.get();
    }
    return ready.size() - before;
  }

  /**
   * All senders, each one message after the other, until the time is over, the messages written in
   * advance are used up, or there are as many as one turn may have.
   *
   * @param fresh messages are written as they are sent: nobody counts
   */
  private Sent send(Size size, long millis, boolean fresh) throws InterruptedException {
    var ready = written.get(size);
    long began = System.nanoTime();
    long end = began + millis * 1_000_000;
    var tasks = new ArrayList<Callable<List<Integer>>>();
    for (var line : lines) {
      tasks.add(
          () -> {
            var micros = new ArrayList<Integer>();
            while (System.nanoTime() < end && micros.size() < size.most / SENDERS) {
              var letter = fresh ? sending.write(size) : ready.poll();
              if (letter == null) {
                break;
              }
              long at = System.nanoTime();
              line.send(letter);
              micros.add((int) ((System.nanoTime() - at) / 1_000));
            }
            return micros;
          });
    }
    var all = new ArrayList<Integer>();
    int failed = 0;
    String why = "";
    for (var one : threads.invokeAll(tasks)) {
      try {
        all.addAll(one.get());
      } catch (ExecutionException e) {
        failed++;
        e.printStackTrace();
        why = why.isEmpty() ? e.getCause().toString() : why;
      }
    }
    return new Sent(System.nanoTime() - began, all, failed, why);
  }
}
