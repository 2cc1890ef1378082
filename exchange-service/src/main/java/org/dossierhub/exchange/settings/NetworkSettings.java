package org.dossierhub.exchange.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code hub.network.allow}: the only host:port entries that certificate, CRL and OCSP look-ups may
 * contact; {@code hub.network.hosts}: a file that says which of them is asked in the place of an
 * address in a certificate; {@code hub.trusted.proxies}.
 */
public record NetworkSettings(List<String> allowed, Optional<Path> hosts, TrustedProxies proxies) {
  public NetworkSettings {
    allowed = List.copyOf(allowed);
  }

  public NetworkSettings(List<String> allowed, Optional<Path> hosts) {
    this(allowed, hosts, TrustedProxies.none());
  }

  public NetworkSettings(List<String> allowed) {
    this(allowed, Optional.empty(), TrustedProxies.none());
  }
}
