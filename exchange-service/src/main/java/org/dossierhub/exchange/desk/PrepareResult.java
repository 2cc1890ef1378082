package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.result.Result;

/** An officer turns a draft PDF into a result that waits for the leader. */
@ApplicationScoped
public class PrepareResult {

  public Result prepare(Account by, UUID dossier, Draft draft) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
