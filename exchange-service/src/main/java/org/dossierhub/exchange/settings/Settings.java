package org.dossierhub.exchange.settings;

/** All settings of one installation, read and checked together by {@link ReadSettings}. */
public record Settings(
    HubSettings hub,
    StorageSettings storage,
    TrustSettings trust,
    SystemKeySettings systemKey,
    TimestampSettings timestamp,
    NetworkSettings network,
    VerificationSettings verification,
    BrokerSettings broker,
    PortalSettings portal,
    BootstrapSettings bootstrap,
    MetricsSettings metrics) {}
