package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.CallerOnlyCredential;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.stream.Collectors;
import org.dossierhub.exchange.account.Accounts;

/**
 * Tells the container the roles of somebody {@link CheckSignIn} has let in before. It checks no
 * password itself, so that there is one place that does.
 */
@ApplicationScoped
public class AccountIdentityStore implements IdentityStore {
  private Accounts accounts;

  /** For the container. */
  protected AccountIdentityStore() {}

  @Inject
  public AccountIdentityStore(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public CredentialValidationResult validate(Credential credential) {
    if (!(credential instanceof CallerOnlyCredential caller)) {
      return CredentialValidationResult.NOT_VALIDATED_RESULT;
    }
    return accounts
        .byUsername(caller.getCaller())
        .map(
            account ->
                new CredentialValidationResult(
                    account.username(),
                    account.roles().stream().map(Enum::name).collect(Collectors.toSet())))
        .orElse(CredentialValidationResult.INVALID_RESULT);
  }
}
