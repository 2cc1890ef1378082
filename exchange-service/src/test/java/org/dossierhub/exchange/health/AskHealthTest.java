package org.dossierhub.exchange.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AskHealthTest {

  @Test
  void a_broker_that_is_away_is_told_but_takes_no_node_out_of_service() {
    var threads = Executors.newFixedThreadPool(2);
    var ask =
        AskHealth.of(
            List.of(check("database", true, true), check("broker", false, false)),
            Clock.systemUTC(),
            threads);

    assertThat(ask.ask().ready()).isFalse();
    assertThat(ask.readiness().ready()).isTrue();
    assertThat(ask.readiness().parts()).extracting(Health.Part::name).containsExactly("database");
    threads.shutdown();
  }

  @Test
  void a_node_without_its_database_is_not_ready() {
    var threads = Executors.newFixedThreadPool(1);
    var ask = AskHealth.of(List.of(check("database", false, true)), Clock.systemUTC(), threads);

    assertThat(ask.readiness().ready()).isFalse();
    threads.shutdown();
  }

  private static HealthCheck check(String name, boolean ready, boolean needed) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean isNeededToAnswer() {
        return needed;
      }

      @Override
      public Health.Part check() {
        return new Health.Part(name, ready, "");
      }
    };
  }
}
