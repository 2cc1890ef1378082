package org.dossierhub.exchange.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.util.Optional;

/**
 * The account on whose behalf the current request runs, read afresh for every request, so that a
 * blocked account or a withdrawn role counts at once.
 */
@RequestScoped
public class CurrentAccount {
  private SecurityContext security;
  private Accounts accounts;
  private Optional<Account> found;

  /** For the container's proxy. */
  protected CurrentAccount() {}

  @Inject
  public CurrentAccount(SecurityContext security, Accounts accounts) {
    this.security = security;
    this.accounts = accounts;
  }

  /** The signed-in account, or empty for a visitor. */
  public Optional<Account> signedIn() {
    if (found == null) {
      found =
          Optional.ofNullable(security.getCallerPrincipal())
              .flatMap(caller -> accounts.byUsername(caller.getName()));
    }
    return found;
  }

  /** The signed-in account; {@link NotSignedIn} for a visitor. */
  public Account required() {
    return signedIn().orElseThrow(NotSignedIn::new);
  }
}
