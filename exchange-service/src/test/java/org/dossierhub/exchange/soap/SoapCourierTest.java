package org.dossierhub.exchange.soap;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.delivery.DeliveryRefused;
import org.dossierhub.exchange.delivery.OutgoingMessage;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.protocol.Exchange;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.store.HandOverStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.Test;

/** What an agency's refusal of a push means for the message. */
class SoapCourierTest {
  private static final AgencyCode AGRICULTURE = new AgencyCode("H99.21");
  private WireRefusal refusal;
  private final SoapCourier courier =
      new SoapCourier(
          new AgencyEndpoints() {
            @Override
            Exchange of(Agency agency) {
              return refusing();
            }
          },
          new HandOverStore(TestDatabase.fresh().database()),
          Clock.systemUTC());

  @Test
  void a_time_stamp_that_grew_old_on_a_node_that_stood_still_does_not_end_the_delivery() {
    refusal = WireRefusal.NOT_AUTHENTICATED;

    assertThatThrownBy(() -> courier.deliver(message())).isInstanceOf(TryAgainLater.class);
  }

  @Test
  void a_refusal_of_the_message_itself_ends_it() {
    refusal = WireRefusal.MALFORMED;

    assertThatThrownBy(() -> courier.deliver(message())).isInstanceOf(DeliveryRefused.class);
  }

  private Exchange refusing() {
    return (Exchange)
        Proxy.newProxyInstance(
            Exchange.class.getClassLoader(),
            new Class<?>[] {Exchange.class},
            (proxy, method, arguments) -> {
              throw Refusals.of(refusal);
            });
  }

  private static OutgoingMessage message() {
    return new OutgoingMessage(
        new MessageId("6f1d0c0e-52c4-4b57-9d4e-0f6f0a1c2b3d"),
        new AgencyCode("G99.01"),
        new Agency(
            AGRICULTURE,
            "Sở Nông nghiệp",
            Channel.SOAP,
            Optional.of(URI.create("https://agency.test/")),
            Instant.EPOCH,
            Optional.empty()),
        "<signed manifest/>".getBytes(StandardCharsets.UTF_8),
        List.of());
  }
}
