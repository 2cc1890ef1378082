package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * An administrator gives somebody an account, or changes name and roles of one that is there. Doing
 * it twice has the result of doing it once: the user name is the key, and the password of an
 * account that is there stays as it is.
 *
 * <p>Refuses with {@link AccountRefused.Reason#NOT_YOURS}, {@link
 * AccountRefused.Reason#NOT_AN_AGENCY}, {@link AccountRefused.Reason#NO_ROLE}, {@link
 * AccountRefused.Reason#NOT_A_NAME}, {@link AccountRefused.Reason#NOT_A_USERNAME}, {@link
 * AccountRefused.Reason#USERNAME_TAKEN}, {@link AccountRefused.Reason#LAST_ADMINISTRATOR} and the
 * reasons of {@link Passwords}.
 */
@ApplicationScoped
public class RegisterAccount {
  private Accounts accounts;
  private Agencies agencies;
  private Passwords passwords;
  private Administration administration;
  private AuditLog audit;
  private Transactions transactions;
  private Settings settings;
  private Clock clock;

  /** For the container. */
  protected RegisterAccount() {}

  @Inject
  public RegisterAccount(
      Accounts accounts,
      Agencies agencies,
      Passwords passwords,
      Administration administration,
      AuditLog audit,
      Transactions transactions,
      Settings settings,
      Clock clock) {
    this.accounts = accounts;
    this.agencies = agencies;
    this.passwords = passwords;
    this.administration = administration;
    this.audit = audit;
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What an account is to be.
   *
   * @param password needed for a new account only
   * @param passwordMustBeChanged at the first sign-in; when a person and not a program chose the
   *     password
   */
  public record Wanted(
      String username,
      String fullName,
      AgencyCode agency,
      Set<Role> roles,
      Optional<char[]> password,
      boolean passwordMustBeChanged) {}

  public Account register(Account by, Wanted wanted) throws AccountRefused {
    needSense(by, wanted);
    var there = accounts.registered(wanted.username());
    return there.isPresent() ? change(by, there.get(), wanted) : add(by, wanted);
  }

  private void needSense(Account by, Wanted wanted) throws AccountRefused {
    if (!administration.of(by, wanted.agency())) {
      throw new AccountRefused(AccountRefused.Reason.NOT_YOURS);
    }
    if (!wanted.agency().equals(settings.hub().code())
        && agencies.byCode(wanted.agency()).isEmpty()) {
      throw new AccountRefused(AccountRefused.Reason.NOT_AN_AGENCY);
    }
    if (wanted.roles().isEmpty()) {
      throw new AccountRefused(AccountRefused.Reason.NO_ROLE);
    }
    if (wanted.fullName().isBlank() || wanted.fullName().length() > Account.LONGEST_NAME) {
      throw new AccountRefused(AccountRefused.Reason.NOT_A_NAME);
    }
    if (!Account.isUsername(wanted.username())) {
      throw new AccountRefused(AccountRefused.Reason.NOT_A_USERNAME);
    }
  }

  private Account add(Account by, Wanted wanted) throws AccountRefused {
    var account =
        new Account(
            UUID.randomUUID(),
            wanted.username(),
            wanted.fullName(),
            wanted.agency(),
            wanted.roles(),
            List.of());
    var hash = passwords.hash(wanted.username(), wanted.password().orElse(new char[0]));
    transactions.inOne(
        () -> {
          accounts.add(account, hash, wanted.passwordMustBeChanged(), clock.instant());
          note(by, "ACCOUNT_ADDED", account);
        });
    return account;
  }

  private Account change(Account by, Account there, Wanted wanted) throws AccountRefused {
    if (!there.agency().equals(wanted.agency())) {
      // another agency's account, or one that would move: who is who is not changed by a form
      throw new AccountRefused(AccountRefused.Reason.USERNAME_TAKEN);
    }
    var changed =
        new Account(
            there.id(),
            there.username(),
            wanted.fullName(),
            there.agency(),
            wanted.roles(),
            there.certificates());
    if (changed.equals(there)) {
      return there;
    }
    if (there.mayActAs(Role.ADMINISTRATOR) && !changed.mayActAs(Role.ADMINISTRATOR)) {
      needAnotherAdministrator(accounts, settings, there);
    }
    transactions.inOne(
        () -> {
          accounts.change(changed);
          note(by, "ACCOUNT_CHANGED", changed);
        });
    return changed;
  }

  /** The hub must not be left without anybody who can administer it. */
  static void needAnotherAdministrator(Accounts accounts, Settings settings, Account leaving)
      throws AccountRefused {
    if (leaving.agency().equals(settings.hub().code())
        && accounts.ofAgency(settings.hub().code()).stream()
            .filter(other -> !other.id().equals(leaving.id()))
            .filter(other -> other.mayActAs(Role.ADMINISTRATOR))
            .allMatch(other -> accounts.isBlocked(other.id()))) {
      throw new AccountRefused(AccountRefused.Reason.LAST_ADMINISTRATOR);
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
            account.fullName() + " " + sorted(account.roles())));
  }

  private static Set<Role> sorted(Set<Role> roles) {
    var sorted = EnumSet.noneOf(Role.class);
    sorted.addAll(roles);
    return sorted;
  }
}
