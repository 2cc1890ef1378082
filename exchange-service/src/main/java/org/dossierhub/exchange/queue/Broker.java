package org.dossierhub.exchange.queue;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.nio.file.Files;
import java.util.Arrays;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.dossierhub.exchange.settings.BrokerSettings;

/**
 * Opens connections to the broker. A connection that breaks is given up, not repaired behind the
 * caller's back: each {@link Loop} opens its next one itself and so knows what it has to do again.
 */
@ApplicationScoped
class Broker {
  /** Milliseconds for one answer of the broker. */
  private static final long CALL_TIMEOUT = 15_000;

  /** Milliseconds without a sign of life after which a connection counts as broken. */
  private static final long SIGN_OF_LIFE = 5_000;

  private BrokerSettings settings;
  private ActiveMQConnectionFactory factory;

  /** For the container's proxy. */
  protected Broker() {}

  @Inject
  Broker(BrokerSettings settings) {
    this.settings = settings;
  }

  Connection open() throws JMSException {
    var password = settings.password().revealSecret();
    try {
      return factory().createConnection(settings.user(), new String(password));
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  @PreDestroy
  synchronized void close() {
    if (factory != null) {
      factory.close();
    }
  }

  private synchronized ActiveMQConnectionFactory factory() {
    if (factory == null) {
      factory = new ActiveMQConnectionFactory(withTrust(settings));
      factory.setReconnectAttempts(0);
      factory.setInitialConnectAttempts(1);
      factory.setCallTimeout(CALL_TIMEOUT);
      factory.setClientFailureCheckPeriod(SIGN_OF_LIFE);
      factory.setConnectionTTL(4 * SIGN_OF_LIFE);
      factory.setBlockOnDurableSend(true);
      factory.setBlockOnAcknowledge(true);
      // A consumer is given one message at a time: what waits must stay free for others to take.
      factory.setConsumerWindowSize(0);
      factory.setUseGlobalPools(false);
      factory.setCacheDestinations(true);
    }
    return factory;
  }

  /** The URL alone does not say whom to trust; a plain URL stays plain. */
  private static String withTrust(BrokerSettings settings) {
    var url = settings.url();
    if (!url.contains("sslEnabled=true")
        || url.contains("trustStorePath=")
        || !Files.isReadable(settings.trust())) {
      return url;
    }
    return url
        + (url.contains("?") ? "&" : "?")
        + "trustStoreType=PEM&trustStorePath="
        + settings.trust().toAbsolutePath().toString().replace(" ", "%20");
  }
}
