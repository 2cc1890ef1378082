package org.dossierhub.exchange.web;

import java.util.List;
import org.dossierhub.exchange.account.Account;

/** The signed-in account as the head of a page shows it. */
public record Me(String username, String fullName, String agency, List<String> roles) {

  static Me of(Account account) {
    return new Me(
        account.username(),
        account.fullName(),
        account.agency().value(),
        account.roles().stream().sorted().map(Enum::name).toList());
  }
}
