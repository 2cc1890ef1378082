package org.dossierhub.exchange.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.dossierhub.exchange.delivery.WakeLane;
import org.dossierhub.exchange.store.OutboxStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * F11, F21: twenty agencies, some of which take the connection and never say a word. Real sockets,
 * real database; the ledgers of sender and receivers are compared.
 */
class HangingAgencyTest {
  private static final WorkKind KIND = WorkKind.DELIVER_MESSAGE;
  private static final int AGENCIES = 20;
  private static final int HANGING = 4;
  private static final int MESSAGES = 15;

  /** Milliseconds after which a caller gives an agency up. */
  private static final int PATIENCE = 4_000;

  private TestDatabase database;
  private OutboxStore outbox;
  private EmptyOutbox node;
  private ServerSocket silent;
  private final List<Socket> taken = new CopyOnWriteArrayList<>();
  private final Map<String, List<String>> received = new ConcurrentHashMap<>();

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.fresh();
    outbox = new OutboxStore(database.database());
    silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    var listening =
        new Thread(
            () -> {
              while (!silent.isClosed()) {
                try {
                  taken.add(silent.accept());
                } catch (IOException closed) {
                  return;
                }
              }
            });
    listening.setDaemon(true);
    listening.start();
  }

  @AfterEach
  void stop() throws Exception {
    silent.close();
    for (var socket : taken) {
      socket.close();
    }
    if (node != null) {
      node.stop();
    }
  }

  private static String agency(int number) {
    return "H99.%03d".formatted(number);
  }

  /** The first agencies hang; the others write down what they got. */
  private final class Delivering implements Worker {
    @Override
    public WorkKind kind() {
      return KIND;
    }

    @Override
    public void perform(Work work) {
      if (Integer.parseInt(work.lane().substring(4)) < HANGING) {
        hang(work);
      }
      outbox.laneWorked(KIND, work.lane());
      received
          .computeIfAbsent(work.lane(), lane -> new CopyOnWriteArrayList<>())
          .add(work.subject());
    }

    private void hang(Work work) {
      try (var line = new Socket()) {
        line.connect(silent.getLocalSocketAddress(), PATIENCE);
        line.setSoTimeout(PATIENCE);
        line.getOutputStream().write('?');
        line.getInputStream().read();
      } catch (IOException away) {
        outbox.laneFailed(KIND, work.lane());
        throw new TryAgainLater(work.lane() + " does not answer", away);
      }
    }
  }

  @Test
  @Timeout(180)
  void f11_agencies_that_hang_hold_up_nobody_else_and_nothing_is_lost_or_doubled()
      throws Exception {
    for (int message = 0; message < MESSAGES; message++) {
      for (int number = 0; number < AGENCIES; number++) {
        outbox.addInOrder(KIND, agency(number), agency(number) + "/" + message, "hồ sơ " + message);
      }
    }
    node = new EmptyOutbox(outbox, List.of(new Delivering()));
    node.start(Executors.defaultThreadFactory(), Map.of(KIND, 12));

    int expected = (AGENCIES - HANGING) * MESSAGES;
    while (received.values().stream().mapToInt(List::size).sum() < expected) {
      Thread.sleep(100);
    }

    assertThat(received).hasSize(AGENCIES - HANGING);
    received.forEach(
        (agency, ledger) ->
            assertThat(ledger).as(agency).hasSize(MESSAGES).doesNotHaveDuplicates());
    // What is for the hanging ones waits, all of it, and they are asked rarely.
    assertThat(outbox.waiting(1_000)).hasSize(HANGING * MESSAGES);
    assertThat(taken.size()).isLessThan(HANGING * MESSAGES);
  }

  @Test
  void a_lane_that_failed_three_times_rests_and_is_then_tried_with_one_piece() {
    for (int message = 0; message < 6; message++) {
      outbox.add(KIND, agency(1), "a" + message);
    }
    outbox.laneFailed(KIND, agency(1));
    outbox.laneFailed(KIND, agency(1));
    var two = outbox.claim(KIND, 10, Duration.ofMinutes(1));
    assertThat(two).as("not resting yet, but already careful").hasSize(1);
    outbox.laneFailed(KIND, agency(1));
    outbox.retry(two.get(0), Duration.ofSeconds(-1), "away");
    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).as("resting").isEmpty();

    outbox.add(KIND, agency(2), "b");
    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).as("others go on").hasSize(1);

    database
        .database()
        .write(h -> h.execute("update lane_rest set until = now() - interval '1 second'"));
    var probe = outbox.claim(KIND, 10, Duration.ofMinutes(1));
    assertThat(probe).as("tried with one").hasSize(1);
    outbox.laneWorked(KIND, agency(1));
    outbox.done(probe.get(0));
    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).as("open again").hasSize(4);
  }

  @Test
  void f21_everything_in_a_lane_is_due_when_one_piece_has_worked_after_failures() {
    for (int message = 0; message < 3; message++) {
      outbox.add(KIND, agency(1), "a" + message);
    }
    for (var failed : outbox.claim(KIND, 10, Duration.ofMinutes(1))) {
      outbox.laneFailed(KIND, agency(1));
      outbox.retry(failed, Duration.ofMinutes(5), "away");
    }
    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).as("resting").isEmpty();

    outbox.laneWorked(KIND, agency(1));

    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).hasSize(3);
  }

  @Test
  void an_answer_of_a_lane_that_never_failed_hurries_nothing() {
    outbox.add(KIND, agency(1), "put off");
    outbox.retry(
        outbox.claim(KIND, 1, Duration.ofMinutes(1)).get(0), Duration.ofMinutes(5), "for itself");

    outbox.laneWorked(KIND, agency(1));

    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void f21_an_agency_that_calls_wakes_its_lane_for_one_piece_and_not_more_often_by_calling_more() {
    var now = Instant.now();
    var clock = new AtomicReference<>(now);
    var wake =
        new WakeLane(
            outbox,
            new Clock() {
              @Override
              public Instant instant() {
                return clock.get();
              }

              @Override
              public ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(ZoneId zone) {
                return this;
              }
            });
    var called = new AgencyCode(agency(1));
    for (int message = 0; message < 6; message++) {
      outbox.add(KIND, agency(1), "a" + message);
    }
    resting();

    wake.heardFrom(called);

    var probe = outbox.claim(KIND, 10, Duration.ofMinutes(1));
    assertThat(probe).as("tried with one").hasSize(1);
    outbox.laneFailed(KIND, agency(1));
    outbox.retry(probe.get(0), Duration.ZERO, "away after all");
    wake.heardFrom(called);
    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).as("heard just now").isEmpty();
    clock.set(now.plusSeconds(31));
    wake.heardFrom(called);
    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void f21_the_only_message_of_an_agency_that_calls_does_not_wait_for_its_own_pause() {
    outbox.add(KIND, agency(1), "the only one");
    var failed = outbox.claim(KIND, 10, Duration.ofMinutes(1)).get(0);
    outbox.laneFailed(KIND, agency(1));
    outbox.retry(failed, Duration.ofMinutes(5), "away");

    new WakeLane(outbox, Clock.systemUTC()).heardFrom(new AgencyCode(agency(1)));

    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).hasSize(1);
  }

  private void resting() {
    for (int failure = 0; failure < 3; failure++) {
      outbox.laneFailed(KIND, agency(1));
    }
    assertThat(outbox.claim(KIND, 10, Duration.ofMinutes(1))).as("resting").isEmpty();
  }
}
