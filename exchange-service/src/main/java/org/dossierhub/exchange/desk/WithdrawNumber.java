package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.result.Result;

/** The clerk takes a number back before the seal is on it. */
@ApplicationScoped
public class WithdrawNumber {

  public Result withdraw(Account by, UUID result, String reason) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
