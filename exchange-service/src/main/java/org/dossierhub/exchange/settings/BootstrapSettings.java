package org.dossierhub.exchange.settings;

import java.util.Optional;

/**
 * {@code hub.bootstrap.password.file}: password of the first administrator, used only while no
 * account exists.
 */
public record BootstrapSettings(Optional<SecretFile> password) {}
