package org.dossierhub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker as a process of its own, over TLS, killed where it hurts. */
class BrokerTest {

  @TempDir Path folder;
  private BrokerProcess broker;

  @BeforeEach
  void a_broker_with_two_agencies() throws Exception {
    broker = BrokerProcess.started(folder);
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  @Test
  void a_message_acknowledged_as_durable_survives_kill_9() throws Exception {
    broker.send("hub", "h", "agency.H99.151.deliver", "dossier");

    broker.kill();
    broker.start();

    assertThat(broker.receive("H99.151", "a", "agency.H99.151.deliver")).isEqualTo("dossier");
  }

  @Test
  void an_agency_gets_its_own_messages_and_nothing_of_another() throws Exception {
    broker.send("hub", "h", "agency.H99.151.deliver", "dossier");

    assertThatThrownBy(() -> broker.receive("H99.15", "b", "agency.H99.151.deliver"))
        .isInstanceOf(ActiveMQException.class);
    assertThatThrownBy(() -> broker.send("H99.15", "b", "agency.H99.151.request", "false"))
        .isInstanceOf(ActiveMQException.class);
    assertThatThrownBy(() -> broker.send("H99.151", "wrong", "agency.H99.151.request", "false"))
        .isInstanceOf(ActiveMQException.class);
    assertThat(broker.receive("H99.151", "a", "agency.H99.151.deliver")).isEqualTo("dossier");
  }

  @Test
  void a_user_added_to_the_file_can_connect_without_a_restart() throws Exception {
    var users = broker.users();
    assertThatThrownBy(() -> broker.send("H99.21", "c", "agency.H99.21.request", "x"))
        .isInstanceOf(ActiveMQException.class);

    Files.writeString(users, Files.readString(users) + "H99.21=" + PasswordHash.make("c") + "\n");

    broker.send("H99.21", "c", "agency.H99.21.request", "question");
    assertThat(broker.receive("hub", "h", "agency.H99.21.request")).isEqualTo("question");
  }

  @Test
  void the_log_tells_of_refused_users_and_new_addresses_and_not_of_traffic() throws Exception {
    broker.send("hub", "h", "agency.H99.151.deliver", "dossier");
    broker.receive("H99.151", "a", "agency.H99.151.deliver");
    assertThatThrownBy(() -> broker.send("H99.151", "wrong", "agency.H99.151.request", "x"))
        .isInstanceOf(ActiveMQException.class);

    var audit =
        Files.readAllLines(broker.log()).stream().filter(line -> line.contains("AMQ601")).toList();

    assertThat(audit)
        .singleElement()
        .asString()
        .contains("failed authentication", "Username: H99.151");
    assertThat(AuditInLog.matters(new LogRecord(Level.INFO, "AMQ601262: User hub is creating …")))
        .isTrue();
    assertThat(AuditInLog.matters(new LogRecord(Level.INFO, "AMQ601500: User hub sent …")))
        .isFalse();
  }

  @Test
  void a_queue_of_another_name_on_its_own_address_is_refused_to_an_agency() throws Exception {
    try (var locator = broker.locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("H99.151", "a", false, true, true, false, 0)) {
      var foreign =
          QueueConfiguration.of("agency.H99.77.deliver")
              .setAddress("agency.H99.151.deliver")
              .setRoutingType(RoutingType.ANYCAST);

      assertThatThrownBy(() -> session.createQueue(foreign)).isInstanceOf(ActiveMQException.class);
    }
  }

  @Test
  void what_is_larger_than_the_contract_allows_is_refused_and_leaves_nothing_on_the_disk()
      throws Exception {
    try (var locator = broker.locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("H99.151", "a", false, true, true, false, 0)) {
      BrokerProcess.queue(session, "agency.H99.151.request");
      try (var producer = session.createProducer("agency.H99.151.request")) {
        for (int megabytes : new int[] {9, 200}) {
          var message = session.createMessage(true);
          message.setBodyInputStream(zeros(megabytes));
          assertThatThrownBy(() -> producer.send(message))
              .isInstanceOf(ActiveMQException.class)
              .hasMessageContaining("larger than");
        }
        var packed = session.createMessage(true);
        packed.putBooleanProperty(Message.HDR_LARGE_COMPRESSED, true);
        assertThatThrownBy(() -> producer.send(packed))
            .isInstanceOf(ActiveMQException.class)
            .hasMessageContaining("compressed");
        var allowed = session.createMessage(true);
        allowed.setBodyInputStream(zeros(8));
        producer.send(allowed);
      }
    }

    assertThat(broker.bytesOfLargeMessages()).isLessThan(9L << 20);
    assertThat(broker.isAlive()).isTrue();
  }

  @Test
  void one_agency_cannot_fill_the_disk_for_the_others() throws Exception {
    try (var locator = broker.locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("H99.151", "a", false, true, true, false, 0)) {
      BrokerProcess.queue(session, "agency.H99.151.request");
      try (var producer = session.createProducer("agency.H99.151.request")) {
        int sent = 0;
        ActiveMQException refusal = null;
        while (refusal == null && sent < 64) {
          var message = session.createMessage(true);
          message.setBodyInputStream(zeros(8));
          try {
            producer.send(message);
            sent++;
          } catch (ActiveMQException e) {
            refusal = e;
          }
        }
        assertThat(sent).isEqualTo((int) (MessageLimits.WAITING_AT_MOST / (8 << 20)) - 1);
        assertThat(refusal).hasMessageContaining("as many messages as may");
      }
    }

    broker.send("H99.15", "b", "agency.H99.15.request", "question");
    assertThat(broker.receive("hub", "h", "agency.H99.15.request")).isEqualTo("question");
    broker.kill();
    broker.start();
    var full = "x".repeat(4 << 20);
    assertThatThrownBy(() -> broker.send("H99.151", "a", "agency.H99.151.request", full))
        .as("what waits is counted again after a restart")
        .isInstanceOf(ActiveMQException.class)
        .hasMessageContaining("as many messages as may");
  }

  private static InputStream zeros(int megabytes) {
    return new InputStream() {
      private long left = (long) megabytes << 20;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] target, int from, int length) {
        if (left <= 0) {
          return -1;
        }
        int some = (int) Math.min(length, left);
        left -= some;
        return some;
      }
    };
  }

  @Test
  void what_is_sent_to_an_address_before_there_is_a_queue_is_kept() throws Exception {
    try (var locator = broker.locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("H99.151", "a", false, true, true, false, 0);
        var producer = session.createProducer("agency.H99.151.request")) {
      var message = session.createMessage(true);
      message.getBodyBuffer().writeString("early");
      producer.send(message);
    }

    assertThat(broker.receive("hub", "h", "hub.dead")).isEqualTo("early");
  }

  @Test
  void a_request_queue_that_is_older_than_the_rule_gets_one_listener_at_a_time() throws Exception {
    try (var locator = broker.locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("hub", "h", false, true, true, false, 0)) {
      session.createQueue(
          QueueConfiguration.of("agency.H99.151.request")
              .setRoutingType(RoutingType.ANYCAST)
              .setDurable(true)
              .setExclusive(false));
    }

    broker.kill();
    broker.start();

    try (var locator = broker.locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("hub", "h", false, true, true, false, 0)) {
      var name = SimpleString.of("agency.H99.151.request");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!session.queueQuery(name).isExclusive() && System.nanoTime() < end) {
        Thread.sleep(100); // it listens a moment before
      }
      assertThat(session.queueQuery(name).isExclusive()).isTrue();
    }
  }

  @Test
  void a_broker_that_cannot_start_ends_and_says_why() throws Exception {
    broker.kill();
    Files.writeString(folder.resolve("broker.p12"), "no key store");

    assertThatThrownBy(() -> broker.start()).hasMessageContaining("The broker cannot start");
    assertThat(broker.isAlive()).isFalse();
  }

  @Test
  void a_connection_without_tls_gets_nothing() {
    assertThatThrownBy(
            () -> {
              try (var locator =
                  ActiveMQClient.createServerLocator(
                      "tcp://127.0.0.1:"
                          + broker.port()
                          + "?initialConnectAttempts=1&callTimeout=3000&connect-timeout-millis=3000")) {
                locator
                    .createSessionFactory()
                    .createSession("hub", "h", false, true, true, false, 0)
                    .close();
              }
            })
        .isInstanceOf(ActiveMQException.class);
  }
}
