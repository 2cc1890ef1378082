package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.dossierhub.exchange.work.TryAgainLater;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

class DatabaseAwayTest {
  private static final SQLException CLOSED =
      new SQLException("This connection has been closed.", "08003");

  private final TestDatabase test = TestDatabase.fresh();

  @Test
  void a_dead_connection_whose_words_the_servers_pool_wraps_is_a_delay_and_no_fault() {
    var connection =
        proxy(
            Connection.class,
            (proxy, method, arguments) -> {
              throw new UndeclaredThrowableException(new InvocationTargetException(CLOSED));
            });
    var dead = new Database(proxy(DataSource.class, (proxy, method, arguments) -> connection));

    assertThatThrownBy(() -> dead.read(h -> h.createQuery("select 1").mapTo(Integer.class).one()))
        .isInstanceOf(TryAgainLater.class)
        .hasMessageContaining("This connection has been closed.");
  }

  @Test
  void a_wrong_statement_stays_a_fault() {
    assertThatThrownBy(() -> test.database().write(h -> h.execute("select nothing from nowhere")))
        .isInstanceOf(UnableToExecuteStatementException.class);
  }

  @Test
  void what_the_work_itself_throws_passes_as_it_is() {
    var decision = new IllegalArgumentException("a decision");

    assertThatThrownBy(
            () ->
                test.database()
                    .write(
                        h -> {
                          throw decision;
                        }))
        .isSameAs(decision);
    assertThat(DatabaseAway.of(new TryAgainLater("already said"))).hasMessage("already said");
  }

  private static <T> T proxy(Class<T> type, InvocationHandler does) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, does));
  }
}
