package org.dossierhub.exchange.receipt;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.dossierhub.exchange.settings.SystemKeySettings;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.token.SigningToken;

/**
 * The hub's own key: it signs receipts, refusals and the manifests of messages the hub makes. It is
 * nobody's seal.
 */
@ApplicationScoped
public class SystemKey {
  private final SystemKeySettings settings;
  private volatile SigningToken token;

  /** For the container's proxy. */
  protected SystemKey() {
    this((SystemKeySettings) null);
  }

  @Inject
  public SystemKey(SystemKeySettings settings) {
    this.settings = settings;
  }

  /** A key that is open already. */
  public SystemKey(SigningToken token) {
    this((SystemKeySettings) null);
    this.token = token;
  }

  /** Opened at the first call; safe for several threads. */
  public SigningToken token() {
    if (token == null) {
      token = open();
    }
    return token;
  }

  private SigningToken open() {
    var password = settings.password().revealSecret();
    try {
      return Pkcs12Token.open(settings.keystore(), password);
    } catch (IOException e) {
      throw new UncheckedIOException("The hub's key in " + settings.keystore(), e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }
}
