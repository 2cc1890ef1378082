package org.dossierhub.exchange.web;

import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;

/**
 * The signed-in account as the head of a page shows it.
 *
 * @param desk whether it sees dossiers
 */
public record Me(
    String username,
    String fullName,
    String agency,
    Optional<String> agencyName,
    List<String> roles,
    boolean desk) {

  static Me of(Account account, Optional<String> agencyName) {
    return new Me(
        account.username(),
        account.fullName(),
        account.agency().value(),
        agencyName,
        account.roles().stream().sorted().map(Enum::name).toList(),
        account.mayActAs(Role.LEADER, Role.CLERK, Role.ONE_STOP_OFFICER, Role.AUDITOR));
  }
}
