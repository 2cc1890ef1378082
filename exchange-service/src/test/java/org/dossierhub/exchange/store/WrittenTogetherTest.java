package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WrittenTogetherTest {
  private final TestDatabase test = TestDatabase.fresh();
  private final Database database = test.database();

  @BeforeEach
  void a_table() {
    database.write(
        h ->
            h.execute(
                "create table line (place bigint generated always as identity, words text unique)"));
  }

  private void writes(String words) {
    var values = new HashMap<String, Object>();
    values.put("words", words);
    database.writeTogether("insert into line (words) values (:words)", values);
  }

  private List<String> lines() {
    return database.read(
        h ->
            h.createQuery("select coalesce(words, 'none') from line order by place")
                .mapTo(String.class)
                .list());
  }

  @Test
  void what_is_written_in_a_transaction_is_there_in_its_order_when_it_has_ended() {
    test.transactions()
        .inOne(
            () -> {
              writes("một");
              writes("hai");
              writes(null);
              database.writeTogether(
                  "update line set words = words || :words where words = :before",
                  Map.of("words", "!", "before", "hai"));
            });

    assertThat(lines()).containsExactly("một", "hai!", "none");
  }

  @Test
  void the_next_question_of_the_transaction_sees_it() {
    test.transactions()
        .inOne(
            () -> {
              writes("một");
              assertThat(lines()).containsExactly("một");
              writes("hai");
              assertThat(lines()).containsExactly("một", "hai");
            });
  }

  @Test
  void an_error_in_one_of_them_is_the_end_of_all() {
    assertThatThrownBy(
            () ->
                test.transactions()
                    .inOne(
                        () -> {
                          writes("một");
                          writes("một");
                          writes("hai");
                        }))
        .hasStackTraceContaining("duplicate key");

    assertThat(lines()).isEmpty();
  }

  @Test
  void nothing_is_written_of_work_that_failed() {
    assertThatThrownBy(
            () ->
                test.transactions()
                    .inOne(
                        () -> {
                          writes("một");
                          throw new IllegalStateException("no");
                        }))
        .hasMessage("no");

    assertThat(lines()).isEmpty();
  }

  @Test
  void outside_a_transaction_it_is_done_at_once() {
    writes("một");

    assertThat(lines()).containsExactly("một");
  }

  @Test
  void all_of_it_is_one_statement_to_the_driver_and_very_many_are_some() {
    assertThat(statementsFor(8)).isEqualTo(1);
    assertThat(statementsFor(3 * WrittenTogether.MOST + 1)).isEqualTo(4);
    assertThat(lines()).hasSize(8 + 3 * WrittenTogether.MOST + 1);
  }

  private int statementsFor(int writes) {
    var prepared = new AtomicInteger();
    var counted = new Database(counting(test.plain(), prepared));
    counted.onOneHandle(
        () -> {
          for (int i = 0; i < writes; i++) {
            counted.writeTogether(
                "insert into line (words) values (:words)", Map.of("words", i + " of " + writes));
          }
          return null;
        });
    return prepared.get();
  }

  private static DataSource counting(DataSource source, AtomicInteger prepared) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              var connection = source.getConnection();
              return Proxy.newProxyInstance(
                  Connection.class.getClassLoader(),
                  new Class<?>[] {Connection.class},
                  (proxied, called, given) -> {
                    if (called.getName().equals("prepareStatement")) {
                      prepared.incrementAndGet();
                    }
                    try {
                      return called.invoke(connection, given);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  });
            });
  }
}
