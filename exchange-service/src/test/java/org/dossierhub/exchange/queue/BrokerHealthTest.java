package org.dossierhub.exchange.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.exchange.work.Eventually.until;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.dossierhub.exchange.store.AgencyStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F10, F30: a hub whose register is empty knows of its broker, too. */
class BrokerHealthTest {

  @Test
  void a_broker_that_is_away_is_told_after_a_while_and_comes_back_by_itself(@TempDir Path folder)
      throws Exception {
    var artemis = EmbeddedBroker.started(folder);
    var broker = new Broker(artemis.settings());
    var loops = new Loops(Executors.defaultThreadFactory());
    var agencies = new AgencyStore(TestDatabase.fresh().database());
    try {
      assertThat(new BrokerHealth(loops).check().ready()).as("before the start").isFalse();
      new StartQueues(broker, loops, null, null, agencies, Clock.systemUTC()).watchBroker();
      var now = new BrokerHealth(loops, Duration.ZERO);
      until(() -> now.check().ready());

      artemis.stop();
      until(() -> !now.check().ready());
      assertThat(new BrokerHealth(loops).check().ready()).as("for the first seconds").isTrue();
      artemis.start();

      until(() -> now.check().ready());
    } finally {
      loops.stopAll();
      broker.close();
      artemis.close();
    }
  }
}
