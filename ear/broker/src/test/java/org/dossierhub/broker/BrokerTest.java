package org.dossierhub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.dossierhub.pki.DevelopmentPki;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker as a process of its own, over TLS, killed where it hurts. */
class BrokerTest {

  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();

  @TempDir Path folder;
  private int port;
  private Process process;

  @BeforeEach
  void a_broker_with_two_agencies() throws Exception {
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Files.writeString(
        folder.resolve("users.properties"),
        "hub=%s\nH99.151=%s\nH99.15=%s\n"
            .formatted(PasswordHash.make("h"), PasswordHash.make("a"), PasswordHash.make("b")));
    var identity = PKI.identity("broker-tls");
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "broker",
        identity.key(),
        "k".toCharArray(),
        identity.chain().toArray(X509Certificate[]::new));
    try (var out = Files.newOutputStream(folder.resolve("broker.p12"))) {
      store.store(out, "k".toCharArray());
    }
    var trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    int number = 0;
    for (var anchor : PKI.tlsAnchors()) {
      trust.setCertificateEntry("root-" + number++, anchor);
    }
    try (var out = Files.newOutputStream(folder.resolve("trust.p12"))) {
      trust.store(out, "t".toCharArray());
    }
    Files.writeString(folder.resolve("k.password"), "k\n");
    start();
  }

  @AfterEach
  void stop() throws Exception {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  @Test
  void a_message_acknowledged_as_durable_survives_kill_9() throws Exception {
    send("hub", "h", "agency.H99.151.deliver", "dossier");

    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    start();

    assertThat(receive("H99.151", "a", "agency.H99.151.deliver")).isEqualTo("dossier");
  }

  @Test
  void an_agency_gets_its_own_messages_and_nothing_of_another() throws Exception {
    send("hub", "h", "agency.H99.151.deliver", "dossier");

    assertThatThrownBy(() -> receive("H99.15", "b", "agency.H99.151.deliver"))
        .isInstanceOf(ActiveMQException.class);
    assertThatThrownBy(() -> send("H99.15", "b", "agency.H99.151.request", "false"))
        .isInstanceOf(ActiveMQException.class);
    assertThatThrownBy(() -> send("H99.151", "wrong", "agency.H99.151.request", "false"))
        .isInstanceOf(ActiveMQException.class);
    assertThat(receive("H99.151", "a", "agency.H99.151.deliver")).isEqualTo("dossier");
  }

  @Test
  void a_user_added_to_the_file_can_connect_without_a_restart() throws Exception {
    var users = folder.resolve("users.properties");
    assertThatThrownBy(() -> send("H99.21", "c", "agency.H99.21.request", "x"))
        .isInstanceOf(ActiveMQException.class);

    Files.writeString(users, Files.readString(users) + "H99.21=" + PasswordHash.make("c") + "\n");

    send("H99.21", "c", "agency.H99.21.request", "question");
    assertThat(receive("hub", "h", "agency.H99.21.request")).isEqualTo("question");
  }

  @Test
  void the_log_tells_of_refused_users_and_new_addresses_and_not_of_traffic() throws Exception {
    send("hub", "h", "agency.H99.151.deliver", "dossier");
    receive("H99.151", "a", "agency.H99.151.deliver");
    assertThatThrownBy(() -> send("H99.151", "wrong", "agency.H99.151.request", "x"))
        .isInstanceOf(ActiveMQException.class);

    var audit =
        Files.readAllLines(folder.resolve("log")).stream()
            .filter(line -> line.contains("AMQ601"))
            .toList();

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
  void what_is_sent_to_an_address_before_there_is_a_queue_is_kept() throws Exception {
    try (var locator = locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("H99.151", "a", false, true, true, false, 0);
        var producer = session.createProducer("agency.H99.151.request")) {
      var message = session.createMessage(true);
      message.getBodyBuffer().writeString("early");
      producer.send(message);
    }

    assertThat(receive("hub", "h", "hub.dead")).isEqualTo("early");
  }

  @Test
  void a_connection_without_tls_gets_nothing() {
    assertThatThrownBy(
            () -> {
              try (var locator =
                  ActiveMQClient.createServerLocator(
                      "tcp://127.0.0.1:"
                          + port
                          + "?initialConnectAttempts=1&callTimeout=3000&connect-timeout-millis=3000")) {
                locator
                    .createSessionFactory()
                    .createSession("hub", "h", false, true, true, false, 0)
                    .close();
              }
            })
        .isInstanceOf(ActiveMQException.class);
  }

  private void start() throws Exception {
    var log = folder.resolve("log").toFile();
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Broker.class.getName(),
                "--folder",
                folder.toString(),
                "--port",
                String.valueOf(port),
                "--keystore",
                folder.resolve("broker.p12").toString(),
                "--keystore-password-file",
                folder.resolve("k.password").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .redirectInput(new File("/dev/null"))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < end && process.isAlive()) {
      try (var socket = new java.net.Socket("127.0.0.1", port)) {
        return;
      } catch (java.io.IOException e) {
        Thread.sleep(100); // not yet
      }
    }
    throw new IllegalStateException(Files.readString(log.toPath()));
  }

  private ServerLocator locator() throws Exception {
    return ActiveMQClient.createServerLocator(
        "tcp://127.0.0.1:%d?sslEnabled=true&trustStoreType=PKCS12&trustStorePath=%s&trustStorePassword=t&initialConnectAttempts=3"
            .formatted(port, folder.resolve("trust.p12")));
  }

  private void send(String user, String password, String address, String text) throws Exception {
    try (var locator = locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession(user, password, false, true, true, false, 0)) {
      queue(session, address);
      try (var producer = session.createProducer(address)) {
        var message = session.createMessage(true);
        message.getBodyBuffer().writeString(text);
        producer.send(message);
      }
    }
  }

  private String receive(String user, String password, String address) throws Exception {
    try (var locator = locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession(user, password, false, true, true, false, 0)) {
      queue(session, address);
      session.start();
      try (var consumer = session.createConsumer(address)) {
        var message = consumer.receive(10_000);
        assertThat(message).as("a message at " + address).isNotNull();
        message.acknowledge();
        return message.getBodyBuffer().readString();
      }
    }
  }

  /** As a JMS client does by itself. */
  private static void queue(ClientSession session, String address) throws ActiveMQException {
    if (!session
        .queueQuery(org.apache.activemq.artemis.api.core.SimpleString.of(address))
        .isExists()) {
      session.createQueue(
          QueueConfiguration.of(address)
              .setRoutingType(RoutingType.ANYCAST)
              .setDurable(true)
              .setAutoCreated(true));
    }
  }
}
