package org.dossierhub.exchange.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dossierhub.exchange.store.OutboxStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outbox to worker over a real broker and a real database. */
class WorkQueueTest {
  private static final WorkKind KIND = WorkKind.DELIVER_MESSAGE;

  /** Long enough for the slowest machine; nothing is told by how long it took. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;
  private EmbeddedBroker artemis;
  private Broker broker;
  private TestDatabase database;
  private OutboxStore outbox;
  private Loops loops;

  @BeforeEach
  void start() throws Exception {
    artemis = EmbeddedBroker.started(folder);
    broker = new Broker(artemis.settings());
    database = TestDatabase.fresh();
    outbox = new OutboxStore(database.database());
    loops = new Loops(Executors.defaultThreadFactory());
  }

  @AfterEach
  void stop() throws Exception {
    loops.stopAll();
    broker.close();
    artemis.close();
  }

  @Test
  void work_of_the_outbox_is_done_once_and_leaves_no_row() {
    var done = new CopyOnWriteArrayList<String>();
    run(4, work -> done.add(work.subject()));

    for (int i = 0; i < 50; i++) {
      outbox.add(KIND, "H99." + (10 + i % 5), "m" + i);
    }

    until(() -> outbox.waiting(1).isEmpty());
    assertThat(done).hasSize(50).doesNotHaveDuplicates();
    until(() -> artemis.depth(WorkMessage.address(KIND)) == 0);
  }

  @Test
  void a_delay_brings_the_work_back_without_counting_as_a_failure() {
    var attempts = new AtomicInteger();
    run(
        1,
        work -> {
          if (attempts.incrementAndGet() < 3) {
            throw new TryAgainLater("the agency is away");
          }
        });

    outbox.add(KIND, "H99.21", "m");

    until(() -> outbox.waiting(1).isEmpty());
    assertThat(attempts).hasValue(3);
  }

  @Test
  void poison_is_set_aside_with_its_reason_while_others_flow() {
    var others = new CopyOnWriteArrayList<String>();
    run(
        2,
        work -> {
          if (work.subject().equals("poison")) {
            database
                .database()
                .write(
                    handle -> handle.execute("update outbox set failures = 4 where failures < 4"));
            throw new IllegalStateException("cannot be read");
          }
          others.add(work.subject());
        });

    outbox.add(KIND, "H99.21", "poison");
    outbox.add(KIND, "H99.21", "good");

    until(() -> others.contains("good"));
    until(() -> outbox.waiting(5).stream().anyMatch(waiting -> waiting.setAside()));
    assertThat(outbox.waiting(5))
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.subject()).isEqualTo("poison");
              assertThat(waiting.why().orElse("")).contains("cannot be read");
            });
  }

  @Test
  void a_hanging_lane_does_not_hold_up_the_others() throws Exception {
    var release = new CountDownLatch(1);
    var done = ConcurrentHashMap.<String>newKeySet();
    run(
        12,
        work -> {
          if (work.lane().equals("hangs")) {
            await(release);
          }
          done.add(work.subject());
        });

    for (int i = 0; i < 30; i++) {
      outbox.add(KIND, "hangs", "slow" + i);
    }
    for (int i = 0; i < 30; i++) {
      outbox.add(KIND, "H99." + (10 + i % 3), "quick" + i);
    }

    until(() -> done.stream().filter(subject -> subject.startsWith("quick")).count() == 30);
    assertThat(done).noneMatch(subject -> subject.startsWith("slow"));
    release.countDown();
    until(() -> outbox.waiting(1).isEmpty());
  }

  @Test
  void goes_on_by_itself_after_the_broker_was_away() throws Exception {
    var done = ConcurrentHashMap.<String>newKeySet();
    run(3, work -> done.add(work.subject()));
    outbox.add(KIND, "H99.21", "before");
    until(() -> done.contains("before"));

    artemis.stop();
    outbox.add(KIND, "H99.21", "meanwhile");
    until(() -> loops.idle(Duration.ZERO).size() == 4);
    assertThat(new BrokerHealth(loops, Duration.ZERO).check().ready()).isFalse();
    assertThat(new BrokerHealth(loops).check().ready()).as("for the first seconds").isTrue();
    artemis.start();

    until(() -> done.contains("meanwhile"));
    until(() -> outbox.waiting(1).isEmpty());
    until(() -> new BrokerHealth(loops, Duration.ZERO).check().ready());
  }

  @Test
  void a_claim_that_got_lost_on_the_way_comes_back_when_its_lease_ends() {
    outbox.add(KIND, "H99.21", "lost");
    assertThat(outbox.claim(KIND, 10, Duration.ofMillis(300))).hasSize(1); // and nobody sends it

    var seen = new CopyOnWriteArrayList<Work>();
    run(1, seen::add);

    until(() -> outbox.waiting(1).isEmpty());
    assertThat(seen).singleElement().extracting(Work::attempt).isEqualTo(2);
  }

  @Test
  void a_claim_that_is_no_longer_the_newest_does_nothing() throws Exception {
    outbox.add(KIND, "H99.21", "m");
    var stale = outbox.claim(KIND, 1, Duration.ZERO).get(0);
    var newest = outbox.claim(KIND, 1, Duration.ofMinutes(1)).get(0);
    send(stale);
    var seen = new CopyOnWriteArrayList<Work>();
    consume(1, seen::add);

    until(() -> artemis.depth(WorkMessage.address(KIND)) == 0);

    assertThat(seen).isEmpty();
    assertThat(outbox.renew(newest, Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void a_node_that_was_cut_off_gives_nothing_back_that_another_has_in_hand() throws Exception {
    var cutOff = new CountDownLatch(1);
    var first = new CountDownLatch(1);
    var told = new CountDownLatch(1);
    consume(
        "first",
        1,
        outboxThatSays(told),
        work -> {
          first.countDown();
          await(cutOff);
          throw new IllegalStateException("from the node that was cut off");
        });
    outbox.add(KIND, "H99.21", "m");
    send(outbox.claim(KIND, 1, Duration.ofMinutes(1)).get(0));
    assertThat(first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    var release = new CountDownLatch(1);
    var second = new CountDownLatch(1);
    var held = new CopyOnWriteArrayList<Work>();
    consume(
        "second",
        1,
        outbox,
        work -> {
          held.add(work);
          second.countDown();
          await(release);
        });

    artemis.stop(); // the broker hears nothing of the first any more and brings its claim again
    artemis.start();
    assertThat(second.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    cutOff.countDown();
    assertThat(told.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(outbox.claim(KIND, 1, Duration.ofMinutes(1))).isEmpty();
    assertThat(outbox.waiting(1))
        .singleElement()
        .satisfies(waiting -> assertThat(waiting.failures()).isZero());
    release.countDown();
    until(() -> outbox.waiting(1).isEmpty());
    assertThat(held).hasSize(1);
  }

  @Test
  void a_second_copy_of_a_message_is_dropped_by_the_broker() throws Exception {
    outbox.add(KIND, "H99.21", "m");
    var work = outbox.claim(KIND, 1, Duration.ofMinutes(1)).get(0);

    send(work);
    send(work);

    assertThat(artemis.depth(WorkMessage.address(KIND))).isEqualTo(1);
  }

  @Test
  void stopping_lets_work_in_progress_finish() throws Exception {
    var begun = new CountDownLatch(1);
    var finished = ConcurrentHashMap.<String>newKeySet();
    run(
        1,
        work -> {
          begun.countDown();
          pause(500);
          finished.add(work.subject());
        });
    outbox.add(KIND, "H99.21", "m");
    assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    loops.stopAll();

    assertThat(finished).contains("m");
    assertThat(outbox.waiting(1)).isEmpty();
  }

  @Test
  void pauses_grow_from_a_second_to_five_minutes() {
    assertThat(WorkConsumer.pause(1)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
    assertThat(WorkConsumer.pause(4)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
    assertThat(WorkConsumer.pause(400)).isBetween(Duration.ofSeconds(225), Duration.ofSeconds(375));
  }

  private void run(int lanes, Consumer<Work> does) {
    var relay = new RelayOutbox(outbox);
    loops.start(new Loop("relay", broker, relay::relay));
    consume(lanes, does);
  }

  private void consume(int lanes, Consumer<Work> does) {
    consume("", lanes, outbox, does);
  }

  private void consume(String node, int lanes, OutboxStore outbox, Consumer<Work> does) {
    var consumer = new WorkConsumer(outbox, List.of(worker(does)));
    for (int lane = 0; lane < lanes; lane++) {
      loops.start(
          new Loop(
              node + "lane" + lane,
              broker,
              (connection, loop) -> consumer.consume(KIND, connection, loop)));
    }
  }

  private OutboxStore outboxThatSays(CountDownLatch failureWritten) {
    return new OutboxStore(database.database()) {
      @Override
      public void failed(Work work, Duration pause, String why) {
        super.failed(work, pause, why);
        failureWritten.countDown();
      }
    };
  }

  private void send(Work work) throws Exception {
    try (var connection = broker.open();
        var session = connection.createSession();
        var producer = session.createProducer(session.createQueue(WorkMessage.address(KIND)))) {
      producer.send(WorkMessage.write(session, work));
    }
  }

  private static Worker worker(Consumer<Work> does) {
    return new Worker() {
      @Override
      public WorkKind kind() {
        return KIND;
      }

      @Override
      public void perform(Work work) {
        does.accept(work);
      }
    };
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() < end).as("it has happened within %s", PATIENCE).isTrue();
      pause(20);
    }
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
