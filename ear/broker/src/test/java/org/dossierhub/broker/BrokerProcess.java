package org.dossierhub.broker;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.dossierhub.pki.DevelopmentPki;

/**
 * The broker as a process of its own, over TLS, with the users {@code hub} (password h), {@code
 * H99.151} (a) and {@code H99.15} (b).
 */
final class BrokerProcess implements AutoCloseable {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();

  private final Path folder;
  private final int port;
  private Process process;

  private BrokerProcess(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  static BrokerProcess started(Path folder) throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var broker = new BrokerProcess(folder, port);
    broker.prepare();
    broker.start();
    return broker;
  }

  private void prepare() throws Exception {
    Files.writeString(
        folder.resolve("users.properties"),
        "hub=%s\nH99.151=%s\nH99.15=%s\n".formatted(hash("h"), hash("a"), hash("b")));
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
    try (var out = Files.newOutputStream(trust())) {
      roots().store(out, "t".toCharArray());
    }
    Files.writeString(folder.resolve("k.password"), "k\n");
  }

  /** In few rounds: the tests sign in hundreds of times. */
  private static String hash(String password) {
    return PasswordHash.make(password, 100);
  }

  private static KeyStore roots() throws Exception {
    var trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    int number = 0;
    for (var anchor : PKI.tlsAnchors()) {
      trust.setCertificateEntry("root-" + number++, anchor);
    }
    return trust;
  }

  void start() throws Exception {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+ExitOnOutOfMemoryError",
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
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .redirectInput(new File("/dev/null"))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < end && process.isAlive()) {
      try (var socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(100); // not yet
      }
    }
    throw new IllegalStateException(Files.readString(log()));
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int port() {
    return port;
  }

  Path log() {
    return folder.resolve("log");
  }

  /** A PKCS#12 file with the roots, password t. */
  Path trust() {
    return folder.resolve("trust.p12");
  }

  Path users() {
    return folder.resolve("users.properties");
  }

  /** What large messages take on the disk. */
  long bytesOfLargeMessages() throws IOException {
    var large = folder.resolve("data/large");
    if (!Files.exists(large)) {
      return 0;
    }
    try (var files = Files.list(large)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** A bare TLS connection. */
  Socket line() throws Exception {
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(roots());
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), null);
    var line = tls.getSocketFactory().createSocket("127.0.0.1", port);
    line.setSoTimeout(20_000);
    return line;
  }

  ServerLocator locator() throws Exception {
    return ActiveMQClient.createServerLocator(
        "tcp://127.0.0.1:%d?sslEnabled=true&trustStoreType=PKCS12&trustStorePath=%s&trustStorePassword=t&initialConnectAttempts=3"
            .formatted(port, trust()));
  }

  void send(String user, String password, String address, String text) throws Exception {
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

  /** As the hub sends: a message of bytes. */
  void sendBytes(String address, String operation, byte[] document) throws Exception {
    try (var locator = locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("hub", "h", false, true, true, false, 0)) {
      queue(session, address);
      try (var producer = session.createProducer(address)) {
        var message =
            session.createMessage(org.apache.activemq.artemis.api.core.Message.BYTES_TYPE, true);
        message.putStringProperty("operation", operation);
        message.putStringProperty("JMSCorrelationID", "c-1");
        message.getBodyBuffer().writeBytes(document);
        producer.send(message);
      }
    }
  }

  String receive(String user, String password, String address) throws Exception {
    return receive(user, password, address, message -> message.getBodyBuffer().readString());
  }

  /** Messages in a queue. */
  long waiting(String queue) throws Exception {
    try (var locator = locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("hub", "h", false, true, true, false, 0)) {
      return session.queueQuery(SimpleString.of(queue)).getMessageCount();
    }
  }

  /** Reads one message. */
  interface Reader<T> {
    T read(ClientMessage message) throws Exception;
  }

  <T> T receive(String user, String password, String address, Reader<T> reader) throws Exception {
    try (var locator = locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession(user, password, false, true, true, false, 0)) {
      queue(session, address);
      session.start();
      try (var consumer = session.createConsumer(address)) {
        var message = consumer.receive(10_000);
        if (message == null) {
          throw new AssertionError("No message at " + address);
        }
        message.acknowledge();
        return reader.read(message);
      }
    }
  }

  /** As a JMS client does by itself. */
  static void queue(ClientSession session, String address) throws ActiveMQException {
    if (!session.queueQuery(SimpleString.of(address)).isExists()) {
      session.createQueue(
          QueueConfiguration.of(address)
              .setRoutingType(RoutingType.ANYCAST)
              .setDurable(true)
              .setAutoCreated(true));
    }
  }
}
