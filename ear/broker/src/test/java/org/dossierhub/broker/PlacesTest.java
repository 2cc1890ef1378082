package org.dossierhub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many connections there may be, and for how long without a sign-in. */
class PlacesTest {
  @TempDir static Path folder;
  private static BrokerProcess broker;

  @BeforeAll
  static void start() throws Exception {
    broker = BrokerProcess.started(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @Test
  void an_agency_has_so_many_connections_over_stomp_and_one_that_ends_makes_room()
      throws Exception {
    var lines = new ArrayList<StompLine>();
    for (int i = 0; i < Places.OF_AN_AGENCY_OVER_STOMP; i++) {
      lines.add(StompLine.connected(broker, "H99.151", "a"));
      assertThat(lines.get(i).next().command()).isEqualTo("CONNECTED");
    }
    try (var one = StompLine.connected(broker, "H99.151", "a")) {
      var refused = one.next();
      assertThat(refused.command()).isEqualTo("ERROR");
      assertThat(refused.headers()).containsEntry("message", "TRY_AGAIN_LATER");
      assertThat(refused.text()).contains("at most 4 STOMP connections");
    }
    try (var another = StompLine.connected(broker, "H99.15", "b")) {
      assertThat(another.next().command()).isEqualTo("CONNECTED");
    }
    for (var line : lines) {
      line.close();
    }
    for (int tried = 0; ; tried++) {
      try (var again = StompLine.connected(broker, "H99.151", "a")) {
        if (again.next().command().equals("CONNECTED")) {
          return;
        }
        assertThat(tried).isLessThan(50);
        Thread.sleep(100);
      }
    }
  }

  @Test
  void an_agency_has_so_many_connections_whatever_it_speaks_and_others_have_theirs()
      throws Exception {
    var factory =
        new JmsConnectionFactory(
            "amqps://127.0.0.1:%d?transport.trustStoreLocation=%s&transport.trustStorePassword=t&transport.trustStoreType=PKCS12&transport.verifyHost=false"
                .formatted(broker.port(), broker.trust()));
    var amqp = new ArrayList<Connection>();
    var core = new ArrayList<ClientSessionFactory>();
    try (var locator = broker.locator()) {
      for (int i = 0; i < Places.OF_AN_AGENCY; i++) {
        if (i % 2 == 0) {
          amqp.add(factory.createConnection("H99.15", "b"));
          amqp.get(amqp.size() - 1).start();
        } else {
          core.add(locator.createSessionFactory());
          core.get(core.size() - 1).createSession("H99.15", "b", false, true, true, false, 0);
        }
      }
      assertThatThrownBy(() -> factory.createConnection("H99.15", "b").start())
          .isInstanceOf(JMSException.class);
      try (var one = locator.createSessionFactory()) {
        assertThatThrownBy(() -> one.createSession("H99.15", "b", false, true, true, false, 0))
            .hasMessageContaining("AMQ229031");
      }
      broker.send("hub", "h", "agency.H99.151.deliver", "x");
      assertThat(broker.receive("H99.151", "a", "agency.H99.151.deliver")).isEqualTo("x");
    } finally {
      for (var each : amqp) {
        each.close();
      }
      core.forEach(ClientSessionFactory::close);
    }
  }

  @Test
  void whoever_does_not_sign_in_is_sent_away() throws Exception {
    var lines = new ArrayList<Socket>();
    for (var begun : List.of("", "A", "AMQP\3\1\0\0", "CONNECT\nlogin:H99.151", "ARTEMIS")) {
      var line = broker.line();
      line.setSoTimeout((int) TimeUnit.SECONDS.toMillis(3L * LineGuard.SIGN_IN_WITHIN));
      line.getOutputStream().write(begun.getBytes(StandardCharsets.ISO_8859_1));
      line.getOutputStream().flush();
      lines.add(line);
    }
    var bare = new Socket("127.0.0.1", broker.port()); // not even TLS
    bare.setSoTimeout((int) TimeUnit.SECONDS.toMillis(3L * LineGuard.SIGN_IN_WITHIN));
    lines.add(bare);
    try (var good = StompLine.connected(broker, "H99.151", "a")) {
      assertThat(good.next().command()).isEqualTo("CONNECTED");
      var last = new ArrayList<String>();
      for (var line : lines) {
        last.add(new String(line.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        line.close();
      }
      assertThat(last.get(3)).startsWith("ERROR\nmessage:LIMIT_EXCEEDED").contains("no sign-in");
      good.send("SEND\ndestination:agency.H99.151.request\nreceipt:1");
      assertThat(good.next().command()).isEqualTo("RECEIPT");
    }
  }

  @Test
  void the_oldest_stranger_makes_room_for_the_newest() {
    var places = new Places();
    var lines = new ArrayList<EmbeddedChannel>();
    for (int i = 0; i <= Places.OF_STRANGERS; i++) {
      lines.add(new EmbeddedChannel(DefaultChannelId.newInstance(), new LineGuard(places)));
    }
    assertThat(lines.get(0).isOpen()).isFalse();
    assertThat(lines.subList(1, lines.size())).allMatch(Channel::isOpen);
    lines.forEach(EmbeddedChannel::finishAndReleaseAll);
  }
}
