package org.dossierhub.exchange.settings;

import java.nio.file.Path;

/**
 * The message broker: {@code hub.broker.url}, {@code .user}, {@code .password.file}, {@code .trust}
 * (PEM).
 */
public record BrokerSettings(String url, String user, SecretFile password, Path trust) {}
