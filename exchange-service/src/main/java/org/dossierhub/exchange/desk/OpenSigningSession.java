package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.result.SigningRole;

/** A leader or clerk asks to sign a result with the token at the desk. */
@ApplicationScoped
public class OpenSigningSession {

  public OpenedSession open(Account by, UUID result, SigningRole role) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
