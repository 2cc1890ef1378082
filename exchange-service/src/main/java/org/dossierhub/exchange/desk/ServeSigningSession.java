package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The signing agent reads what it is to sign. */
@ApplicationScoped
public class ServeSigningSession {

  public SessionDocument describe(String token) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }

  public byte[] document(String token) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }

  public Optional<byte[]> image(String token) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
