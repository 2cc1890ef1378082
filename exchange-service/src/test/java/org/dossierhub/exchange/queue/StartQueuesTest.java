package org.dossierhub.exchange.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.store.AgencyStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.Test;

/** Which queues of agencies the hub listens to. */
class StartQueuesTest {
  private static final Instant NOW = Instant.parse("2030-03-01T08:00:00Z");

  private final AgencyStore agencies = new AgencyStore(TestDatabase.fresh().database());
  private final Loops loops = new Loops(loop -> new Thread()); // nothing is at the other end

  private void register(String code, Channel channel, Optional<Instant> closedAt) {
    var since = NOW.minus(Duration.ofDays(9));
    agencies.add(
        new Agency(new AgencyCode(code), code, channel, Optional.empty(), since, closedAt));
  }

  private StartQueues at(Instant now) {
    return new StartQueues(null, loops, null, null, agencies, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void the_requests_of_every_open_agency_are_listened_to_whatever_way_it_is_reached() {
    register("H99.11", Channel.JMS, Optional.empty());
    register("H99.12", Channel.SOAP, Optional.empty());
    register("H99.13", Channel.PULL, Optional.of(NOW.plusSeconds(60)));
    register("H99.14", Channel.SOAP, Optional.of(NOW.minusSeconds(60)));

    at(NOW).followRegister();
    assertThat(loops.names())
        .containsExactly(
            "agency.H99.11.receipt",
            "agency.H99.11.request",
            "agency.H99.12.request",
            "agency.H99.13.request");

    at(NOW.plusSeconds(60)).followRegister();
    assertThat(loops.names()).doesNotContain("agency.H99.13.request").hasSize(3);
  }
}
