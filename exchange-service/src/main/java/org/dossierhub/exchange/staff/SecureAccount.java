package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.work.Transactions;

/**
 * Passwords, second factors and blocks: what people change for themselves and what administrators
 * change for them. Every change ends the sessions the account had open.
 *
 * <p>Refuses with {@link AccountRefused.Reason#PASSWORD_WRONG}, {@link
 * AccountRefused.Reason#CODE_WRONG}, {@link AccountRefused.Reason#NOT_YOURS}, {@link
 * AccountRefused.Reason#LAST_ADMINISTRATOR} and the reasons of {@link Passwords}.
 */
@ApplicationScoped
public class SecureAccount {
  private Accounts accounts;
  private Passwords passwords;
  private SecondFactors secondFactors;
  private Administration administration;
  private AuditLog audit;
  private Transactions transactions;
  private Settings settings;
  private Clock clock;

  /** For the container. */
  protected SecureAccount() {}

  @Inject
  public SecureAccount(
      Accounts accounts,
      Passwords passwords,
      SecondFactors secondFactors,
      Administration administration,
      AuditLog audit,
      Transactions transactions,
      Settings settings,
      Clock clock) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.secondFactors = secondFactors;
    this.administration = administration;
    this.audit = audit;
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
  }

  /** People change their own password by showing that they know the current one. */
  public void changeOwnPassword(Account own, char[] current, char[] fresh) throws AccountRefused {
    var secrets = accounts.secrets(own.username()).orElseThrow();
    if (!passwords.matches(current, secrets.passwordHash())) {
      throw new AccountRefused(AccountRefused.Reason.PASSWORD_WRONG);
    }
    var hash = passwords.hash(own.username(), fresh);
    transactions.inOne(
        () -> {
          accounts.changePassword(own.id(), hash, false);
          note(own, "PASSWORD_CHANGED", own);
        });
  }

  /** An administrator sets a password, which its owner has to change at the next sign-in. */
  public void resetPassword(Account by, Account account, char[] fresh) throws AccountRefused {
    needAuthority(by, account);
    var hash = passwords.hash(account.username(), fresh);
    transactions.inOne(
        () -> {
          accounts.changePassword(account.id(), hash, true);
          note(by, "PASSWORD_RESET", account);
        });
  }

  /** The code proves that the secret has reached the person's authenticator application. */
  public void enrolSecondFactor(Account own, SecondFactor secondFactor, String code)
      throws AccountRefused {
    var step = secondFactor.matchingStep(code, clock.instant());
    if (step.isEmpty()) {
      throw new AccountRefused(AccountRefused.Reason.CODE_WRONG);
    }
    transactions.inOne(
        () -> {
          accounts.putSecondFactor(
              own.id(), Optional.of(secondFactors.seal(own.username(), secondFactor)));
          accounts.useTimeStep(own.id(), step.getAsLong());
          note(own, "SECOND_FACTOR_ENROLLED", own);
        });
  }

  public void dropOwnSecondFactor(Account own, String code) throws AccountRefused {
    var sealed = accounts.secrets(own.username()).orElseThrow().secondFactor();
    var step =
        sealed.isEmpty()
            ? java.util.OptionalLong.empty()
            : secondFactors.open(own.username(), sealed.get()).matchingStep(code, clock.instant());
    if (step.isEmpty() || !accounts.useTimeStep(own.id(), step.getAsLong())) {
      throw new AccountRefused(AccountRefused.Reason.CODE_WRONG);
    }
    dropped(own, own);
  }

  /** For a lost phone. */
  public void resetSecondFactor(Account by, Account account) throws AccountRefused {
    needAuthority(by, account);
    dropped(by, account);
  }

  public void block(Account by, Account account, boolean blocked) throws AccountRefused {
    needAuthority(by, account);
    if (blocked) {
      RegisterAccount.needAnotherAdministrator(accounts, settings, account);
    }
    transactions.inOne(
        () -> {
          accounts.block(account.id(), blocked);
          note(by, blocked ? "ACCOUNT_BLOCKED" : "ACCOUNT_UNBLOCKED", account);
        });
  }

  private void dropped(Account by, Account account) {
    transactions.inOne(
        () -> {
          accounts.putSecondFactor(account.id(), Optional.empty());
          note(by, "SECOND_FACTOR_DROPPED", account);
        });
  }

  private void needAuthority(Account by, Account account) throws AccountRefused {
    if (!administration.of(by, account.agency())) {
      throw new AccountRefused(AccountRefused.Reason.NOT_YOURS);
    }
  }

  private void note(Account by, String action, Account account) {
    audit.add(
        new AuditEntry(
            clock.instant(),
            by.username(),
            action,
            account.username(),
            Optional.of(account.agency()),
            ""));
  }
}
