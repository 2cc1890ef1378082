package org.dossierhub.exchange.queue;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.dossierhub.exchange.settings.BrokerSettings;

/**
 * Opens connections to the broker. A connection that breaks is given up, not repaired behind the
 * caller's back: each {@link Loop} opens its next one itself and so knows what it has to do again.
 */
@ApplicationScoped
class Broker {
  /** Only public roots lie in the store; the format wants a password. */
  private static final String TRUST_STORE_PASSWORD = "public-roots";

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
    // Without the first, the system properties of the application server win over what stands here.
    return url
        + (url.contains("?") ? "&" : "?")
        + "forceSSLParameters=true&trustStoreType=PKCS12&trustStorePassword="
        + TRUST_STORE_PASSWORD
        + "&trustStorePath="
        + trustStore(settings.trust()).toString().replace(" ", "%20");
  }

  /** The client library reads only the first certificate of a PEM file, so it gets a store. */
  private static Path trustStore(Path pem) {
    try (var in = Files.newInputStream(pem)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("root-" + number++, certificate);
      }
      var file = Files.createTempFile("broker-trust", ".p12");
      file.toFile().deleteOnExit();
      try (var out = Files.newOutputStream(file)) {
        store.store(out, TRUST_STORE_PASSWORD.toCharArray());
      }
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("The broker's roots in " + pem + " cannot be read", e);
    }
  }
}
