package org.dossierhub.exchange.staff;

import org.dossierhub.exchange.account.Account;

/** What came of a try to sign in. */
public sealed interface SignInOutcome {

  /**
   * Come in; the generation is that of {@link org.dossierhub.exchange.account.Accounts.Secrets}.
   */
  record Welcome(Account account, boolean passwordMustBeChanged, int generation)
      implements SignInOutcome {}

  /** The password is right; the account also wants a one-time code. */
  record CodeNeeded(Account account, int generation) implements SignInOutcome {}

  /** Wrong name, password or code, or a blocked account: never said which. */
  record Refused() implements SignInOutcome {}

  /** Too many failures; nothing was checked. */
  record TooOften(java.time.Duration tryAgainAfter) implements SignInOutcome {}
}
