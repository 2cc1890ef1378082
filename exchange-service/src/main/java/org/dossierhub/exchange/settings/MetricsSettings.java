package org.dossierhub.exchange.settings;

import java.util.Optional;

/** {@code hub.metrics.token.file}: who may read the figures; without it nobody. */
public record MetricsSettings(Optional<SecretFile> token) {}
