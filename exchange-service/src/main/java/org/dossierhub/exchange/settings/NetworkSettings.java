package org.dossierhub.exchange.settings;

import java.util.List;

/**
 * {@code hub.network.allow}: the only host:port entries that certificate, CRL and OCSP look-ups may
 * contact.
 */
public record NetworkSettings(List<String> allowed) {
  public NetworkSettings {
    allowed = List.copyOf(allowed);
  }
}
