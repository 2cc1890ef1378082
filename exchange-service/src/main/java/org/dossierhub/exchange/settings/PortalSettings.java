package org.dossierhub.exchange.settings;

import java.net.URI;
import java.util.Optional;

/** The National Portal's REST interface; absent means that nothing is synchronised. */
public record PortalSettings(Optional<Connection> connection) {

  /** {@code hub.portal.url}, {@code .user}, {@code .password.file}, {@code .unit} (madonvi). */
  public record Connection(URI url, String user, SecretFile password, String unit) {}
}
