package org.dossierhub.exchange.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.exchange.work.Eventually.PATIENCE;
import static org.dossierhub.exchange.work.Eventually.until;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.dossierhub.exchange.store.OutboxStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outbox to worker over a real database; a node is an {@link EmptyOutbox}. */
class EmptyOutboxTest {
  private static final WorkKind KIND = WorkKind.DELIVER_MESSAGE;

  private final List<EmptyOutbox> nodes = new ArrayList<>();
  private TestDatabase database;
  private OutboxStore outbox;

  @BeforeEach
  void start() {
    database = TestDatabase.fresh();
    outbox = new OutboxStore(database.database());
  }

  @AfterEach
  void stop() {
    nodes.forEach(EmptyOutbox::stop);
  }

  @Test
  void work_of_the_outbox_is_done_once_by_two_nodes_and_leaves_no_row() {
    var done = new CopyOnWriteArrayList<String>();
    node(4, work -> done.add(work.subject()));
    node(4, work -> done.add(work.subject()));

    for (int i = 0; i < 50; i++) {
      outbox.add(KIND, "H99." + (10 + i % 5), "m" + i);
    }

    until(() -> outbox.waiting(1).isEmpty());
    assertThat(done).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void a_delay_brings_the_work_back_without_counting_as_a_failure() {
    var attempts = new AtomicInteger();
    node(
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
    node(
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
  void a_hanging_lane_does_not_hold_up_the_others() {
    var release = new CountDownLatch(1);
    var done = ConcurrentHashMap.<String>newKeySet();
    node(
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
  void no_node_claims_more_than_it_may_have_in_hand() {
    var release = new CountDownLatch(1);
    var looks = new AtomicInteger();
    var counted =
        new OutboxStore(database.database()) {
          @Override
          public Set<WorkKind> due() {
            looks.incrementAndGet();
            return super.due();
          }
        };
    for (int i = 0; i < Crew.MOST_IN_HAND + 8; i++) {
      outbox.add(KIND, "H99." + (10 + i), "m" + i);
    }

    node(counted, 1, work -> await(release));
    until(() -> looks.get() > 5);
    assertThat(leased()).isEqualTo(Crew.MOST_IN_HAND);
    node(1, work -> await(release));
    until(() -> leased() == Crew.MOST_IN_HAND + 8);
    release.countDown();
    until(() -> outbox.waiting(1).isEmpty());
  }

  @Test
  void what_is_in_hand_is_kept_whether_it_was_begun_or_not() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var node = node(1, work -> begunUntil(begun, release));
    outbox.add(KIND, "H99.21", "begun");
    outbox.add(KIND, "H99.22", "waits");
    until(() -> leased() == 2);
    database
        .database()
        .write(h -> h.execute("update outbox set leased_until = now() + interval '5 seconds'"));

    node.renew();

    assertThat(leasedFor("20 seconds")).isEqualTo(2);
    release.countDown();
    until(() -> outbox.waiting(1).isEmpty());
  }

  @Test
  void what_somebody_else_claimed_while_it_waited_is_not_begun() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var done = new CopyOnWriteArrayList<String>();
    var looksOnce = new AtomicBoolean();
    var onlyOnce =
        new OutboxStore(database.database()) {
          @Override
          public Set<WorkKind> due() {
            return looksOnce.getAndSet(true) ? Set.of() : super.due();
          }
        };
    outbox.add(KIND, "H99.21", "begun");
    outbox.add(KIND, "H99.22", "told by the sign of life");
    var node =
        node(
            onlyOnce,
            1,
            work -> {
              done.add(work.subject());
              begunUntil(begun, release);
            });
    assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    leasesEnd();
    var elsewhere = outbox.claim(KIND, 2, Duration.ofMinutes(1));
    assertThat(elsewhere).hasSize(2);

    node.renew();
    release.countDown();
    node.stop();

    assertThat(done).hasSize(1);
    assertThat(outbox.renew(elsewhere, Duration.ofMinutes(1))).hasSize(2);
  }

  @Test
  void what_waited_for_long_is_asked_for_before_it_is_begun() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var done = new CopyOnWriteArrayList<String>();
    var node =
        node(
            1,
            work -> {
              done.add(work.subject());
              begunUntil(begun, release);
            });
    outbox.add(KIND, "H99.21", "begun");
    assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    outbox.add(KIND, "H99.22", "set aside");
    until(() -> leased() == 2);
    var waits = outbox.about("set aside").get(0);
    assertThat(outbox.setAside(waits.id(), "a person")).isTrue();
    pause(1_100);

    release.countDown();
    until(() -> leased() == 0);
    node.stop();

    assertThat(done).containsExactly("begun");
  }

  @Test
  void an_error_of_a_worker_is_a_failure_and_the_thread_goes_on() {
    node(
        1,
        work -> {
          throw new NoClassDefFoundError("a library is not there");
        });
    outbox.add(KIND, "H99.21", "m");

    until(() -> outbox.waiting(1).get(0).failures() > 0);

    assertThat(outbox.waiting(1).get(0).why().orElse("")).contains("a library is not there");
  }

  @Test
  void goes_on_by_itself_after_the_outbox_could_not_be_read() {
    var away = new AtomicBoolean(true);
    var done = ConcurrentHashMap.<String>newKeySet();
    var sometimesAway =
        new OutboxStore(database.database()) {
          @Override
          public Set<WorkKind> due() {
            if (away.get()) {
              throw new TryAgainLater("the database is away");
            }
            return super.due();
          }
        };
    var node = node(sometimesAway, 1, work -> done.add(work.subject()));
    outbox.add(KIND, "H99.21", "m");

    until(() -> !new OutboxIsEmptied(node, Duration.ofMillis(50)).check().ready());
    assertThat(new OutboxIsEmptied(node).check().ready()).as("for the first seconds").isTrue();
    away.set(false);

    until(() -> done.contains("m"));
    assertThat(new OutboxIsEmptied(node).check().ready()).isTrue();
  }

  @Test
  void health_tells_when_nobody_looks_for_work() {
    var node = node(1, work -> {});
    assertThat(new OutboxIsEmptied(node).check().ready()).isTrue();

    node.stop();

    assertThat(new OutboxIsEmptied(node).check().ready()).isFalse();
    var neverStarted = new EmptyOutbox(outbox, List.of());
    assertThat(new OutboxIsEmptied(neverStarted).check().ready()).isFalse();
  }

  @Test
  void a_claim_of_a_node_that_died_comes_back_when_its_lease_ends() {
    outbox.add(KIND, "H99.21", "lost");
    assertThat(outbox.claim(KIND, 10, Duration.ofMillis(300))).hasSize(1); // and nobody does it

    var seen = new CopyOnWriteArrayList<Work>();
    node(1, seen::add);

    until(() -> outbox.waiting(1).isEmpty());
    assertThat(seen).singleElement().extracting(Work::attempt).isEqualTo(2);
  }

  @Test
  void a_node_that_stood_still_gives_nothing_back_that_another_has_in_hand() throws Exception {
    var frozen = new CountDownLatch(1);
    var first = new CountDownLatch(1);
    var told = new CountDownLatch(1);
    var looksOnce = new AtomicBoolean();
    outbox.add(KIND, "H99.21", "m");
    node(
        new OutboxStore(database.database()) {
          @Override
          public Set<WorkKind> due() {
            return looksOnce.getAndSet(true) ? Set.of() : super.due();
          }

          @Override
          public void failed(Work work, Duration pause, String why) {
            super.failed(work, pause, why);
            told.countDown();
          }
        },
        1,
        work -> {
          first.countDown();
          await(frozen);
          throw new IllegalStateException("from the node that stood still");
        });
    assertThat(first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    leasesEnd();
    var held = outbox.claim(KIND, 1, Duration.ofMinutes(1)).get(0);

    frozen.countDown();
    assertThat(told.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(outbox.claim(KIND, 1, Duration.ofMinutes(1))).isEmpty();
    assertThat(outbox.waiting(1))
        .singleElement()
        .satisfies(waiting -> assertThat(waiting.failures()).isZero());
    outbox.done(held);
    assertThat(outbox.waiting(1)).isEmpty();
  }

  @Test
  void stopping_lets_work_in_progress_finish_and_gives_back_what_waits() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var finished = ConcurrentHashMap.<String>newKeySet();
    var node =
        node(
            1,
            work -> {
              begunUntil(begun, release);
              finished.add(work.subject());
            });
    for (int i = 0; i < 3; i++) {
      outbox.add(KIND, "H99." + (10 + i), "m" + i);
    }
    until(() -> leased() == 3);
    var stopping = new Thread(node::stop);
    stopping.start();
    until(() -> leased() == 1);

    release.countDown();
    stopping.join();

    assertThat(finished).hasSize(1);
    assertThat(leased()).isZero();
    var rest = ConcurrentHashMap.<String>newKeySet();
    node(1, work -> rest.add(work.subject()));
    until(() -> outbox.waiting(1).isEmpty());
    assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(finished);
  }

  @Test
  void pauses_grow_from_a_second_to_five_minutes() {
    assertThat(Crew.pause(1)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
    assertThat(Crew.pause(4)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
    assertThat(Crew.pause(400)).isBetween(Duration.ofSeconds(225), Duration.ofSeconds(375));
  }

  private EmptyOutbox node(int threads, Consumer<Work> does) {
    return node(outbox, threads, does);
  }

  private EmptyOutbox node(Outbox outbox, int threads, Consumer<Work> does) {
    var node = new EmptyOutbox(outbox, List.of(worker(does)));
    node.start(Executors.defaultThreadFactory(), Map.of(KIND, threads));
    nodes.add(node);
    return node;
  }

  private int leased() {
    return leasedFor("0 seconds");
  }

  private int leasedFor(String time) {
    return database
        .database()
        .read(
            h ->
                h.createQuery(
                        "select count(*) from outbox"
                            + " where leased_until > clock_timestamp() + cast(:time as interval)")
                    .bind("time", time)
                    .mapTo(Integer.class)
                    .one());
  }

  private static void begunUntil(CountDownLatch begun, CountDownLatch release) {
    begun.countDown();
    await(release);
  }

  private void leasesEnd() {
    database
        .database()
        .write(h -> h.execute("update outbox set leased_until = now() - interval '1 second'"));
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
