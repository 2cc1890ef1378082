package org.dossierhub.signing.token;

/**
 * The token cannot be used: not plugged in, taken out while it was needed, no module, no usable key
 * on it. The message says which, for the holder to act on.
 */
public final class TokenUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  TokenUnavailable(String message) {
    super(message);
  }

  TokenUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
