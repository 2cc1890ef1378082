package org.dossierhub.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;

/**
 * Runs the broker until the process is told to stop. What it acknowledged as durable is on the disk
 * (F6), whatever ends the process.
 *
 * <pre>Broker --folder F --port P --keystore K.p12 --keystore-password-file K.password</pre>
 *
 * The folder holds {@code users.properties}, which is read again when it changes, and {@code
 * data/}. One port for Artemis core, AMQP 1.0 and STOMP, all over TLS: the first bytes say which.
 * Listens on 127.0.0.1 unless {@code --host} says otherwise; a host other than loopback is for an
 * installation that runs the broker on a machine of its own.
 */
public final class Broker {

  private static final Logger LOG = Logger.getLogger(Broker.class.getName());
  private static final String ACCEPTOR = "agencies";
  private static final int DELIVERY_ATTEMPTS = 8;

  /** A request that cannot be decided comes every five minutes, for about 30 days. */
  private static final int REQUEST_ATTEMPTS = 30 * 24 * 12;

  /** A code has at most 35 letters, digits and dots. */
  private static final int WORDS_OF_A_CODE = 18;

  /** All connections together; of whom, {@link Places} says. The hub has one for each queue. */
  private static final int CONNECTIONS = 4_000;

  private static final long GIVEN_UP_MESSAGES_KEPT_MS = 30L * 24 * 60 * 60 * 1000;

  private final ActiveMQServer server;

  private Broker(ActiveMQServer server) {
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    AuditInLog.keepWhatMatters();
    var broker = startOrEnd(options(args));
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  broker.stop();
                  stopped.countDown();
                },
                "stop"));
    LOG.info("The broker is ready.");
    stopped.await();
  }

  /** A broker that could not start leaves threads behind that would keep the process alive. */
  private static Broker startOrEnd(Map<String, String> options) throws Exception {
    try {
      return start(
          Path.of(required(options, "folder")),
          options.getOrDefault("host", "127.0.0.1"),
          Integer.parseInt(required(options, "port")),
          Path.of(required(options, "keystore")),
          Files.readString(Path.of(required(options, "keystore-password-file"))).strip());
    } catch (Throwable e) {
      LOG.log(Level.SEVERE, "The broker cannot start.", e);
      Runtime.getRuntime().halt(1); // not exit: a half started broker may not stop either
      throw e;
    }
  }

  /** Starts a broker on the folder; returns when it takes connections. */
  static Broker start(Path folder, String host, int port, Path keystore, String password)
      throws Exception {
    var rights = new AgencyRights(folder.resolve("users.properties"), Places.ALL);
    var server =
        ActiveMQServers.newActiveMQServer(
            configuration(folder, host, port, keystore, password), null, rights, true);
    var errors = new StompErrors();
    var limits = new MessageLimits(name -> waiting(server, name), errors);
    server.registerBrokerPlugin(limits);
    server.registerBrokerPlugin(errors);
    server.start();
    server.getRemotingService().addIncomingInterceptor(limits);
    server.getRemotingService().addOutgoingInterceptor(errors);
    if (!server.waitForActivation(60, java.util.concurrent.TimeUnit.SECONDS)) {
      throw new IOException(
          "The broker did not become active; does another broker use " + folder + "?");
    }
    var acceptor = server.getRemotingService().getAcceptor(ACCEPTOR);
    if (acceptor == null || acceptor.getActualPort() != port) {
      throw new IOException(
          "The broker does not listen on port %d; the warning before says why".formatted(port));
    }
    oneListenerAtATime(server);
    return new Broker(server);
  }

  private static long waiting(ActiveMQServer server, String name) {
    var queue = server.locateQueue(SimpleString.of(name));
    return queue == null ? 0 : queue.getPersistentSize();
  }

  /** Queues that are older than this setting of their address. */
  private static void oneListenerAtATime(ActiveMQServer server) throws Exception {
    for (var name : server.getPostOffice().getAddresses()) {
      var queue = server.locateQueue(name);
      if (queue != null
          && !queue.isExclusive()
          && server
              .getAddressSettingsRepository()
              .getMatch(name.toString())
              .isDefaultExclusiveQueue()) {
        server.updateQueue(QueueConfiguration.of(name).setExclusive(true));
      }
    }
  }

  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.log(
          Level.WARNING,
          "The broker did not stop in order; the journal is complete all the same.",
          e);
    }
  }

  static Configuration configuration(
      Path folder, String host, int port, Path keystore, String password) {
    var data = folder.resolve("data");
    var configuration = new ConfigurationImpl();
    configuration
        .setName("hub")
        .setPersistenceEnabled(true)
        .setJournalType(JournalType.NIO)
        .setJournalDirectory(data.resolve("journal").toString())
        .setBindingsDirectory(data.resolve("bindings").toString())
        .setLargeMessagesDirectory(data.resolve("large").toString())
        .setPagingDirectory(data.resolve("paging").toString())
        .setNodeManagerLockDirectory(data.resolve("lock").toString())
        .setJournalDatasync(true)
        .setJournalSyncTransactional(true)
        .setJournalSyncNonTransactional(true)
        .setPersistIDCache(true)
        .setIDCacheSize(50_000);
    // Producers are held back, and told so in the log, while there is still room to finish what was
    // accepted (F12).
    configuration.setMinDiskFree(512L * 1024 * 1024);
    configuration.setGlobalMaxSize(64L * 1024 * 1024);
    // Embedded, Artemis would only log a hanging journal. This process is nothing but a broker: end
    // it, `hub up` brings it back.
    configuration.setCriticalAnalyzer(true);
    configuration.setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.HALT);
    configuration.setCriticalAnalyzerTimeout(60_000);
    configuration.setSecurityEnabled(true);
    configuration.setSecurityInvalidationInterval(
        2_000); // ms for which a right once looked up is believed
    configuration.setAuthenticationCacheSize(
        0); // AgencyRights keeps its own, which follows the file
    configuration.setJMXManagementEnabled(false);
    configuration.setMessageCounterEnabled(false);
    configuration.addAcceptorConfiguration(acceptor(host, port, keystore, password));

    configuration.addAddressSetting(
        "#",
        new AddressSettings()
            .setDeadLetterAddress(SimpleString.of("hub.dead"))
            .setExpiryAddress(SimpleString.of("hub.expired"))
            .setMaxDeliveryAttempts(DELIVERY_ATTEMPTS)
            .setRedeliveryDelay(1_000)
            .setRedeliveryMultiplier(3)
            .setRedeliveryCollisionAvoidanceFactor(0.15)
            .setMaxRedeliveryDelay(5 * 60_000)
            .setDefaultAddressRoutingType(RoutingType.ANYCAST)
            .setDefaultQueueRoutingType(RoutingType.ANYCAST)
            .setAutoCreateAddresses(true)
            .setAutoCreateQueues(true)
            .setAutoDeleteAddresses(false)
            .setAutoDeleteQueues(false)
            .setSendToDLAOnNoRoute(true) // what came before there was a queue is kept
            .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
            .setMaxSizeBytes(16L * 1024 * 1024)
            .setPageSizeBytes(4 * 1024 * 1024));
    // An agency that does not come for its messages for days must still find them: never counted as
    // failed deliveries.
    configuration.addAddressSetting("agency.#", new AddressSettings().setMaxDeliveryAttempts(-1));
    // What agencies send must neither fill the disk for everybody nor come to the hub for ever.
    // A code has words of its own, and Artemis takes # at the end only: one pattern for each
    // length.
    for (int words = 1; words <= WORDS_OF_A_CODE; words++) {
      for (var leaf : new String[] {"request", "receipt"}) {
        configuration.addAddressSetting(
            "agency." + "*.".repeat(words) + leaf,
            new AddressSettings()
                .setMaxDeliveryAttempts(REQUEST_ATTEMPTS)
                // one after the other, however many nodes listen
                .setDefaultExclusiveQueue(true)
                .setPageLimitBytes(MessageLimits.WAITING_AT_MOST)
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL));
      }
    }
    for (var set : new String[] {"hub.dead", "hub.expired"}) {
      configuration.addAddressSetting(
          set, new AddressSettings().setExpiryDelay(GIVEN_UP_MESSAGES_KEPT_MS));
      configuration.addAddressConfiguration(
          new CoreAddressConfiguration()
              .setName(set)
              .addRoutingType(RoutingType.ANYCAST)
              .addQueueConfiguration(
                  QueueConfiguration.of(set).setRoutingType(RoutingType.ANYCAST).setDurable(true)));
    }
    return configuration;
  }

  private static TransportConfiguration acceptor(
      String host, int port, Path keystore, String password) {
    var parameters = new HashMap<String, Object>();
    parameters.put(TransportConstants.HOST_PROP_NAME, host);
    parameters.put(TransportConstants.PORT_PROP_NAME, port);
    parameters.put(TransportConstants.PROTOCOLS_PROP_NAME, "CORE,AMQP,STOMP");
    parameters.put("saslMechanisms", "PLAIN");
    // An agency that cannot take a message gives it back; it must not lose it (AMQP "rejected").
    parameters.put("amqpTreatRejectAsUnmodifiedDeliveryFailed", true);
    parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
    parameters.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, keystore.toString());
    parameters.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PKCS12");
    parameters.put(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, password);
    parameters.put(TransportConstants.ENABLED_PROTOCOLS_PROP_NAME, "TLSv1.3,TLSv1.2");
    parameters.put(TransportConstants.CONNECTIONS_ALLOWED, CONNECTIONS);
    return new TransportConfiguration(AgencyAcceptorFactory.class.getName(), parameters, ACCEPTOR);
  }

  private static Map<String, String> options(String[] args) {
    var options = new HashMap<String, String>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i].replaceFirst("^--", ""), args[i + 1]);
    }
    return options;
  }

  private static String required(Map<String, String> options, String name) {
    var value = options.get(name);
    if (value == null) {
      System.err.println("broker: --" + name + " is missing");
      System.exit(2);
    }
    return value;
  }
}
