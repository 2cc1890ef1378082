package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
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
