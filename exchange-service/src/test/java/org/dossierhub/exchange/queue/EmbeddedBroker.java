package org.dossierhub.exchange.queue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.dossierhub.exchange.settings.BrokerSettings;
import org.dossierhub.exchange.settings.SecretFile;

/** A real Artemis broker with a journal, which can go away and come back on the same port. */
final class EmbeddedBroker implements AutoCloseable {
  private final Path folder;
  private final int port;
  private ActiveMQServer server;

  private EmbeddedBroker(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  static EmbeddedBroker started(Path folder) throws Exception {
    var broker = new EmbeddedBroker(folder, freePort());
    broker.start();
    return broker;
  }

  void start() throws Exception {
    var configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(true)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setJournalType(JournalType.NIO)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port + "?protocols=CORE");
    configuration.addAddressSetting(
        "#",
        new AddressSettings()
            .setDefaultAddressRoutingType(RoutingType.ANYCAST)
            .setDefaultQueueRoutingType(RoutingType.ANYCAST)
            .setAutoDeleteQueues(false)
            .setAutoDeleteAddresses(false)
            .setRedeliveryDelay(200)
            .setDeadLetterAddress(SimpleString.of("hub.dead")));
    server = ActiveMQServers.newActiveMQServer(configuration);
    server.start();
  }

  void stop() throws Exception {
    server.stop();
  }

  boolean has(String queue) {
    return server.locateQueue(SimpleString.of(queue)) != null;
  }

  /** Messages in a queue, those in delivery included. */
  long depth(String queue) {
    var found = server.locateQueue(SimpleString.of(queue));
    return found == null ? 0 : found.getMessageCount();
  }

  int listeners(String queue) {
    var found = server.locateQueue(SimpleString.of(queue));
    return found == null ? 0 : found.getConsumerCount();
  }

  BrokerSettings settings() throws IOException {
    var password = folder.resolve("password");
    Files.writeString(password, "unused\n");
    return new BrokerSettings(
        "tcp://127.0.0.1:" + port, "hub", new SecretFile(password), folder.resolve("no.pem"));
  }

  @Override
  public void close() throws Exception {
    stop();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
