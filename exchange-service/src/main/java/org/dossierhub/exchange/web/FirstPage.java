package org.dossierhub.exchange.web;

import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;

/** The page an account begins its day with. */
final class FirstPage {

  private FirstPage() {}

  static String of(Account account) {
    if (account.mayActAs(Role.ONE_STOP_OFFICER)) {
      return "/ho-so";
    }
    if (account.mayActAs(Role.LEADER)) {
      return "/ky";
    }
    return account.mayActAs(Role.CLERK) ? "/van-thu" : "/quan-tri";
  }
}
