package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.result.Result;

/** The clerk gives a sealed and time-stamped result to the public. */
@ApplicationScoped
public class PublishResult {

  public Result publish(Account by, UUID result) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
