package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;

/**
 * Who may come in. Failures are counted for the pair of account and address (5), for the account
 * (30) and for the address (60) within 15 minutes; beyond that nothing is checked any more, so that
 * neither guessing one password nor trying one password on every account gets far. The widest count
 * comes last, and what a narrower one has closed already is not counted further: a stranger at one
 * address adds at most five failures to an account, however often he tries, and cannot lock an
 * official out from elsewhere.
 *
 * <p>An attempt is counted before it is checked: many at once do not get more tries than one after
 * the other. What is no user name is nobody's and is neither counted nor looked up.
 */
@ApplicationScoped
public class CheckSignIn {
  static final Duration WINDOW = Duration.ofMinutes(15);
  private static final String ACCOUNT = "account ";
  private static final String ADDRESS = "address ";
  static final int PER_PAIR = 5;
  static final int PER_ACCOUNT = 30;
  static final int PER_ADDRESS = 60;

  private Accounts accounts;
  private SignInAttempts attempts;
  private Passwords passwords;
  private SecondFactors secondFactors;
  private Clock clock;

  /** For the container. */
  protected CheckSignIn() {}

  @Inject
  public CheckSignIn(
      Accounts accounts,
      SignInAttempts attempts,
      Passwords passwords,
      SecondFactors secondFactors,
      Clock clock) {
    this.accounts = accounts;
    this.attempts = attempts;
    this.passwords = passwords;
    this.secondFactors = secondFactors;
    this.clock = clock;
  }

  /** First step: user name and password. */
  public SignInOutcome withPassword(String username, char[] password, String address) {
    if (!Account.isUsername(username)) {
      return new SignInOutcome.Refused();
    }
    if (tooOften(username, address)) {
      return new SignInOutcome.TooOften(WINDOW);
    }
    var account = accounts.byUsername(username);
    var secrets = accounts.secrets(username);
    if (account.isEmpty() || secrets.isEmpty()) {
      passwords.matchNobody(password);
      return new SignInOutcome.Refused();
    }
    if (!passwords.matches(password, secrets.get().passwordHash())) {
      return new SignInOutcome.Refused();
    }
    if (secrets.get().secondFactor().isPresent()) {
      // counted until the code is right, too: the code cannot be guessed by starting over
      return new SignInOutcome.CodeNeeded(account.get(), secrets.get().generation());
    }
    return welcome(account.get(), secrets.get(), address);
  }

  /**
   * Second step, for an account whose password was right a moment ago. Each code opens the door
   * once.
   */
  public SignInOutcome withCode(String username, String code, String address) {
    if (!Account.isUsername(username)) {
      return new SignInOutcome.Refused();
    }
    if (tooOften(username, address)) {
      return new SignInOutcome.TooOften(WINDOW);
    }
    var account = accounts.byUsername(username);
    var secrets = accounts.secrets(username);
    if (account.isEmpty() || secrets.isEmpty() || secrets.get().secondFactor().isEmpty()) {
      return new SignInOutcome.Refused();
    }
    var secondFactor = secondFactors.open(username, secrets.get().secondFactor().get());
    var step = secondFactor.matchingStep(code, clock.instant());
    if (step.isEmpty() || !accounts.useTimeStep(secrets.get().account(), step.getAsLong())) {
      return new SignInOutcome.Refused();
    }
    return welcome(account.get(), secrets.get(), address);
  }

  private SignInOutcome welcome(Account account, Accounts.Secrets secrets, String address) {
    attempts.forget(pair(account.username(), address));
    attempts.takeBack(ACCOUNT + account.username());
    attempts.takeBack(ADDRESS + address);
    return new SignInOutcome.Welcome(account, secrets.mustBeChanged(), secrets.generation());
  }

  private boolean tooOften(String username, String address) {
    var now = clock.instant();
    var since = now.minus(WINDOW);
    return attempts.note(pair(username, address), now, since) > PER_PAIR
        || attempts.note(ADDRESS + address, now, since) > PER_ADDRESS
        || attempts.note(ACCOUNT + username, now, since) > PER_ACCOUNT;
  }

  private static String pair(String username, String address) {
    return "pair " + username + " " + address;
  }
}
