package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.dossierhub.exchange.work.TryAgainLater;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private final TestDatabase test = TestDatabase.fresh();

  @Test
  void an_instant_comes_back_as_it_was_written_to_the_microsecond() {
    var at = Instant.parse("2026-11-22T01:02:03.123456789Z");

    Instant back =
        test.database()
            .read(
                h ->
                    h.createQuery("select cast(:at as timestamptz)")
                        .bind("at", at)
                        .mapTo(Instant.class)
                        .one());

    assertThat(back).isEqualTo(Instant.parse("2026-11-22T01:02:03.123456Z"));
  }

  @Test
  void a_node_that_starts_while_another_one_migrates_waits_as_long_as_it_takes() {
    var flyway = new Migrate(test.database()).flyway();

    assertThat(flyway.getConfiguration().getLockRetryCount()).isNegative();
    assertThat(
            flyway
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .isTransactionalLock())
        .isFalse();
    flyway.migrate();
  }

  @Test
  void a_lock_that_is_not_given_in_time_is_a_delay_and_no_failure() throws Exception {
    test.database().write(h -> h.execute("insert into payload values (repeat('b', 64), 1)"));
    try (var held = test.plain().getConnection()) {
      held.setAutoCommit(false);
      held.createStatement().execute("update payload set size = 2");

      assertThatThrownBy(
              () ->
                  test.database()
                      .write(
                          h -> {
                            h.execute("set lock_timeout = '100ms'");
                            h.execute("update payload set size = 3");
                          }))
          .isInstanceOf(TryAgainLater.class);
      held.rollback();
    }
  }

  @Test
  void an_exception_takes_back_everything_the_transaction_wrote() {
    assertThatThrownBy(
            () ->
                test.transactions()
                    .inOne(
                        (Runnable)
                            () -> {
                              test.database()
                                  .write(
                                      h ->
                                          h.execute(
                                              "insert into payload (sha256, size) values (repeat('a', 64), 1)"));
                              throw new IllegalStateException("after the write");
                            }))
        .hasMessage("after the write");

    Integer rows =
        test.database()
            .read(h -> h.createQuery("select count(*) from payload").mapTo(Integer.class).one());
    assertThat(rows).isZero();
  }
}
