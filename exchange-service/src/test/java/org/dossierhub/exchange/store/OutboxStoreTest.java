package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class OutboxStoreTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestDatabase test = TestDatabase.fresh();
  private final OutboxStore outbox = new OutboxStore(test.database());

  @Test
  void gives_work_to_one_of_twenty_claimers_only() throws Exception {
    for (int i = 0; i < 40; i++) {
      outbox.add(WorkKind.JUDGE_DOCUMENTS, "lane" + i, "subject" + i);
    }
    var pool = Executors.newFixedThreadPool(20);
    List<Callable<List<Work>>> claims =
        Collections.nCopies(20, () -> test.transactions().inOne(() -> outbox.claim(10, MINUTE)));

    List<Work> all = new ArrayList<>();
    for (var claim : pool.invokeAll(claims)) {
      all.addAll(claim.get());
    }
    pool.shutdown();

    assertThat(all).extracting(Work::subject).doesNotHaveDuplicates();
    while (all.size() < 40) {
      var rest = outbox.claim(10, MINUTE);
      assertThat(rest).isNotEmpty();
      all.addAll(rest);
    }
    assertThat(all).extracting(Work::subject).doesNotHaveDuplicates().hasSize(40);
  }

  @Test
  void tells_the_kinds_of_which_something_waits_and_none_while_nothing_is_due() {
    outbox.addInOrder(
        WorkKind.JUDGE_DOCUMENTS, "later", "m", "order", Instant.now().plusSeconds(3600));
    assertThat(outbox.due()).isEmpty();

    outbox.add(WorkKind.DELIVER_MESSAGE, "H99.21", "due");
    outbox.add(WorkKind.DELIVER_MESSAGE, "H99.151", "due too");
    assertThat(outbox.due())
        .containsExactlyInAnyOrder(WorkKind.DELIVER_MESSAGE, WorkKind.JUDGE_DOCUMENTS);
  }

  @Test
  void serves_a_small_lane_before_the_second_piece_of_a_long_one() {
    for (int i = 0; i < 10; i++) {
      outbox.add(WorkKind.DELIVER_MESSAGE, "H99.21", "slow" + i);
    }
    outbox.add(WorkKind.DELIVER_MESSAGE, "H99.151", "quick");

    assertThat(outbox.claim(2, MINUTE))
        .extracting(Work::subject)
        .containsExactlyInAnyOrder("slow0", "quick");
  }

  @Test
  void never_has_more_than_four_pieces_of_one_lane_in_work() {
    for (int i = 0; i < 10; i++) {
      outbox.add(WorkKind.DELIVER_MESSAGE, "H99.21", "m" + i);
    }

    assertThat(outbox.claim(3, MINUTE)).hasSize(3);
    assertThat(outbox.claim(10, MINUTE)).hasSize(1);
    assertThat(outbox.claim(10, MINUTE)).isEmpty();
  }

  @Test
  void looks_past_what_is_put_off_or_held_up_at_the_front_of_a_lane() {
    outbox.addInOrder(WorkKind.DELIVER_MESSAGE, "H99.21", "put off", "dossier-a");
    var putOff = outbox.claim(1, MINUTE).get(0);
    outbox.retry(putOff, Duration.ofMinutes(5), "away");
    for (int i = 0; i < 20; i++) {
      outbox.addInOrder(WorkKind.DELIVER_MESSAGE, "H99.21", "behind it " + i, "dossier-a");
    }
    for (int i = 0; i < 6; i++) {
      outbox.addInOrder(WorkKind.DELIVER_MESSAGE, "H99.21", "free " + i, "dossier-b" + i);
    }

    assertThat(outbox.claim(WorkKind.DELIVER_MESSAGE, 10, MINUTE))
        .extracting(Work::subject)
        .containsExactlyInAnyOrder("free 0", "free 1", "free 2", "free 3");
  }

  @Test
  void finds_what_is_next_without_reading_what_waits_behind_it() {
    test.database()
        .write(
            h ->
                h.execute(
                    "insert into outbox (id, kind, lane, subject, order_key)"
                        + " select gen_random_uuid(), 'DELIVER_MESSAGE', 'H99.' || n % 20, n::text, (n / 4)::text"
                        + " from generate_series(1, 10000) n"));
    test.database().write(h -> h.execute("analyze outbox"));

    long read =
        test.transactions()
            .inOne(
                () -> {
                  assertThat(outbox.claim(WorkKind.DELIVER_MESSAGE, 32, MINUTE)).hasSize(32);
                  return test.database().read(OutboxStoreTest::rowsReadInThisTransaction);
                });

    assertThat(read).isLessThan(2_000);
  }

  private static long rowsReadInThisTransaction(Handle h) {
    return h.createQuery(
            "select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)"
                + " from pg_stat_xact_user_tables where relname = 'outbox'")
        .mapTo(Long.class)
        .one();
  }

  @Test
  void keeps_the_order_of_one_dossier_while_others_pass() {
    outbox.addInOrder(WorkKind.DELIVER_MESSAGE, "G99.01", "first", "dossier-a");
    outbox.addInOrder(WorkKind.DELIVER_MESSAGE, "G99.01", "second", "dossier-a");
    outbox.addInOrder(WorkKind.DELIVER_MESSAGE, "G99.01", "other", "dossier-b");

    var claimed = outbox.claim(10, MINUTE);
    assertThat(claimed).extracting(Work::subject).containsExactlyInAnyOrder("first", "other");
    claimed.forEach(outbox::done);
    assertThat(outbox.claim(10, MINUTE)).extracting(Work::subject).containsExactly("second");
  }

  @Test
  void gives_work_out_again_after_its_lease_and_fences_off_the_earlier_claim() {
    outbox.add(WorkKind.JUDGE_DOCUMENTS, "lane", "subject");
    var frozen = outbox.claim(1, Duration.ofMillis(-1)).get(0);

    var second = outbox.claim(1, MINUTE).get(0);
    outbox.done(frozen);
    outbox.setAside(frozen, "too late");

    assertThat(second.attempt()).isEqualTo(2);
    assertThat(outbox.renew(List.of(frozen), MINUTE)).isEmpty();
    assertThat(outbox.renew(List.of(second), MINUTE)).containsExactly(second);
    outbox.done(second);
    assertThat(outbox.waiting(10)).isEmpty();
  }

  @Test
  void whoever_lost_its_claim_can_neither_give_back_nor_fail_nor_set_aside() {
    outbox.add(WorkKind.JUDGE_DOCUMENTS, "lane", "subject");
    var frozen = outbox.claim(1, Duration.ofMillis(-1)).get(0);
    var second = outbox.claim(1, MINUTE).get(0);

    outbox.failed(frozen, Duration.ZERO, "too late");
    outbox.retry(frozen, Duration.ZERO, "too late");
    outbox.setAside(frozen, "too late");
    outbox.done(frozen);

    assertThat(outbox.isHeld(frozen)).isFalse();
    assertThat(outbox.isHeld(second)).isTrue();
    assertThat(outbox.claim(1, MINUTE)).isEmpty();
    assertThat(outbox.waiting(1))
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.failures()).isZero();
              assertThat(waiting.setAside()).isFalse();
              assertThat(waiting.why()).isEmpty();
            });
  }

  @Test
  void a_claim_that_was_given_back_is_held_by_nobody() {
    outbox.add(WorkKind.JUDGE_DOCUMENTS, "lane", "subject");
    var claim = outbox.claim(1, MINUTE).get(0);
    outbox.retry(claim, MINUTE, "OCSP away");

    assertThat(outbox.isHeld(claim)).isFalse();
    assertThat(outbox.renew(List.of(claim), MINUTE)).isEmpty();
  }

  @Test
  void signs_of_life_are_given_for_what_is_held_and_nobody_waits_for_a_row_that_is_changed() {
    outbox.add(WorkKind.JUDGE_DOCUMENTS, "lane", "kept");
    outbox.add(WorkKind.JUDGE_DOCUMENTS, "lane", "being done");
    outbox.add(WorkKind.JUDGE_DOCUMENTS, "lane", "given back");
    var claimed = outbox.claim(3, Duration.ofMinutes(1));
    var kept = claimed.get(0);
    var beingDone = claimed.get(1);
    outbox.giveBack(claimed.get(2));

    test.transactions()
        .inOne(
            () -> {
              outbox.done(beingDone);
              var held =
                  Executors.newSingleThreadExecutor()
                      .submit(() -> outbox.renew(claimed, Duration.ofHours(1)));
              assertThat(held)
                  .succeedsWithin(Duration.ofSeconds(5))
                  .isEqualTo(Set.of(kept, beingDone));
            });

    assertThat(minutesLeased()).containsExactly(59);
    assertThat(outbox.claim(3, MINUTE)).extracting(Work::subject).containsExactly("given back");
  }

  private List<Integer> minutesLeased() {
    return test.database()
        .read(
            h ->
                h.createQuery(
                        "select floor(extract(epoch from leased_until - clock_timestamp()) / 60)"
                            + " from outbox where leased_until is not null")
                    .mapTo(Integer.class)
                    .list());
  }

  @Test
  void a_pause_is_measured_by_the_clock_of_the_database() {
    outbox.add(WorkKind.TIMESTAMP_RESULT, "lane", "later");
    outbox.retry(outbox.claim(1, MINUTE).get(0), MINUTE, "TSA away");

    boolean aMinute =
        test.database()
            .read(
                h ->
                    h.createQuery(
                            "select not_before - clock_timestamp()"
                                + " between interval '50 seconds' and interval '60 seconds' from outbox")
                        .mapTo(Boolean.class)
                        .one());
    assertThat(aMinute).isTrue();
  }

  @Test
  void sets_work_aside_after_the_fifth_failure_and_brings_it_back_when_asked() {
    outbox.add(WorkKind.TIMESTAMP_RESULT, "lane", "poison");
    var now = Duration.ofSeconds(-5);
    for (int i = 1; i <= 4; i++) {
      outbox.failed(outbox.claim(1, MINUTE).get(0), now, "failure " + i);
      assertThat(outbox.waiting(1).get(0).setAside()).isFalse();
    }
    outbox.failed(outbox.claim(1, MINUTE).get(0), now, "failure 5");

    assertThat(outbox.claim(1, MINUTE)).isEmpty();
    var stuck = outbox.waiting(1).get(0);
    assertThat(stuck.setAside()).isTrue();
    assertThat(stuck.why()).contains("failure 5");
    assertThat(outbox.bringBack(stuck.id())).isTrue();
    assertThat(outbox.claim(1, MINUTE)).hasSize(1);
  }

  @Test
  void a_delay_is_no_failure_and_comes_back_when_it_is_due() {
    outbox.add(WorkKind.TIMESTAMP_RESULT, "lane", "later");
    outbox.retry(outbox.claim(1, MINUTE).get(0), MINUTE, "TSA away");

    assertThat(outbox.claim(1, MINUTE)).isEmpty();
    assertThat(outbox.waiting(1).get(0).failures()).isZero();
  }

  @Test
  void work_of_a_transaction_that_was_rolled_back_was_never_there() {
    try {
      test.transactions()
          .inOne(
              () -> {
                outbox.add(WorkKind.JUDGE_DOCUMENTS, "lane", "subject");
                throw new IllegalStateException();
              });
    } catch (IllegalStateException expected) {
      // the rollback is what this is about
    }
    assertThat(outbox.waiting(1)).isEmpty();
  }

  @Test
  void claims_quickly_among_ten_thousand_waiting_messages() {
    test.database()
        .write(
            h ->
                h.execute(
                    "insert into outbox (id, kind, lane, subject, order_key) select gen_random_uuid(),"
                        + " 'DELIVER_MESSAGE', 'H99.' || (100 + i % 50), 'm' || i, 'd' || (i / 3)"
                        + " from generate_series(1, 10000) i"));
    test.database().write(h -> h.execute("analyze outbox"));
    var begin = System.nanoTime();

    assertThat(outbox.claim(50, MINUTE)).hasSize(50);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }
}
