package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** A citizen follows the link or the QR code of a result. */
@ApplicationScoped
public class FindPublishedResult {

  /** Empty for a token that names nothing, whatever it looks like. */
  public Optional<Registration> find(String token) {
    throw new UnsupportedOperationException("follows");
  }

  /** The published bytes. */
  public Optional<byte[]> document(String token) {
    throw new UnsupportedOperationException("follows");
  }

  /** The QR code of the public link as PNG. */
  public Optional<byte[]> qr(String token) {
    throw new UnsupportedOperationException("follows");
  }
}
