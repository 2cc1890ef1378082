package org.dossierhub.exchange.settings;

import java.nio.file.Path;

/**
 * The hub's own key for receipts, manifests and WS-Security: {@code hub.system.keystore} (PKCS#12),
 * {@code hub.system.password.file}.
 */
public record SystemKeySettings(Path keystore, SecretFile password) {}
