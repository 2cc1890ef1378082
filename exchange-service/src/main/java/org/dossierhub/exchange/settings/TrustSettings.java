package org.dossierhub.exchange.settings;

import java.nio.file.Path;

/**
 * Whom the hub trusts: {@code hub.trust.folder} (anchors for signatures), {@code
 * hub.tls.trust.folder} (PEM files for client certificates).
 */
public record TrustSettings(Path trustFolder, Path tlsTrustFolder) {}
