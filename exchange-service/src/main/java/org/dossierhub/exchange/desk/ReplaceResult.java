package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.result.Result;

/** The agency declares that another published result took the place of this one. */
@ApplicationScoped
public class ReplaceResult {

  public Result replace(Account by, UUID result, UUID successor, String reason) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
