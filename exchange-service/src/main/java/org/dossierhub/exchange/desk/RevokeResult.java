package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.result.Result;

/** The agency declares that a published result no longer counts. */
@ApplicationScoped
public class RevokeResult {

  public Result revoke(Account by, UUID result, String reason) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
