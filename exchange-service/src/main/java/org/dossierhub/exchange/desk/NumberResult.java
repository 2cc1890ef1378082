package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.result.Result;

/** The clerk gives a signed result its number and date. */
@ApplicationScoped
public class NumberResult {

  public Result number(Account by, UUID result, LocalDate date) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
