package org.dossierhub.exchange.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.dossierhub.exchange.settings.BootstrapSettings;
import org.dossierhub.exchange.settings.BrokerSettings;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.settings.MetricsSettings;
import org.dossierhub.exchange.settings.NetworkSettings;
import org.dossierhub.exchange.settings.PortalSettings;
import org.dossierhub.exchange.settings.ReadSettings;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.settings.SystemKeySettings;
import org.dossierhub.exchange.settings.TimestampSettings;
import org.dossierhub.exchange.settings.TrustSettings;
import org.dossierhub.exchange.settings.TrustedProxies;
import org.dossierhub.exchange.settings.VerificationSettings;
import org.eclipse.microprofile.config.ConfigProvider;

/** Gives every bean the settings of its capability and the clock. */
@ApplicationScoped
public class ReadConfiguration {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  Settings settings() {
    var configuration = ConfigProvider.getConfig();
    return ReadSettings.from(name -> configuration.getOptionalValue(name, String.class));
  }

  @Produces
  @Singleton
  HubSettings hub(Settings settings) {
    return settings.hub();
  }

  @Produces
  @Singleton
  StorageSettings storage(Settings settings) {
    return settings.storage();
  }

  @Produces
  @Singleton
  TrustSettings trust(Settings settings) {
    return settings.trust();
  }

  @Produces
  @Singleton
  SystemKeySettings systemKey(Settings settings) {
    return settings.systemKey();
  }

  @Produces
  @Singleton
  TimestampSettings timestamp(Settings settings) {
    return settings.timestamp();
  }

  @Produces
  @Singleton
  NetworkSettings network(Settings settings) {
    return settings.network();
  }

  @Produces
  @Singleton
  TrustedProxies proxies(Settings settings) {
    return settings.network().proxies();
  }

  @Produces
  @Singleton
  VerificationSettings verification(Settings settings) {
    return settings.verification();
  }

  @Produces
  @Singleton
  BrokerSettings broker(Settings settings) {
    return settings.broker();
  }

  @Produces
  @Singleton
  PortalSettings portal(Settings settings) {
    return settings.portal();
  }

  @Produces
  @Singleton
  MetricsSettings metrics(Settings settings) {
    return settings.metrics();
  }

  @Produces
  @Singleton
  BootstrapSettings bootstrap(Settings settings) {
    return settings.bootstrap();
  }
}
