package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * Knows a browser again after somebody has signed in: on every node, and after a restart. A session
 * ends by itself after 30 minutes without a request and after 10 hours at the latest, and at once
 * when password, second factor or block of its account change.
 *
 * <p>Each step up (password, code, change of password or second factor) makes a new token and
 * removes what the old one opened, so that a token somebody planted or saw before is worth nothing
 * afterwards.
 */
@ApplicationScoped
public class RememberBrowser {
  private static final Logger LOG = Correlation.logger(RememberBrowser.class);

  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration LONGEST = Duration.ofHours(10);
  static final Duration CODE_WITHIN = Duration.ofMinutes(5);

  /** A browser that asks for ten things in a second is noted once. */
  static final Duration NOTED_EVERY = Duration.ofMinutes(1);

  private BrowserSessions sessions;
  private SecondFactors secondFactors;
  private Transactions transactions;
  private Clock clock;

  /** For the container. */
  protected RememberBrowser() {}

  @Inject
  public RememberBrowser(
      BrowserSessions sessions,
      SecondFactors secondFactors,
      Transactions transactions,
      Clock clock) {
    this.sessions = sessions;
    this.secondFactors = secondFactors;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The token to give to the browser, and what it opens. */
  public record Begun(BrowserToken token, BrowserSession session) {}

  /** The password was right, the code is still to come. */
  public Begun halfWay(Account account, int generation, Optional<BrowserToken> before) {
    return begin(account, generation, true, CODE_WITHIN, before);
  }

  /**
   * From now on this browser is that account.
   *
   * @param generation the one that was checked, of {@link
   *     org.dossierhub.exchange.account.Accounts.Secrets}
   * @param before the token the browser showed; it opens nothing any more
   */
  public Begun signIn(Account account, int generation, Optional<BrowserToken> before) {
    return begin(account, generation, false, LONGEST, before);
  }

  private Begun begin(
      Account account,
      int generation,
      boolean codeToCome,
      Duration longest,
      Optional<BrowserToken> before) {
    var token = BrowserToken.fresh();
    var now = clock.instant();
    var session =
        new BrowserSession(
            token.hash(),
            account.id(),
            account.username(),
            generation,
            codeToCome,
            now.plus(longest),
            now,
            Optional.empty(),
            Optional.empty());
    transactions.inOne(
        () -> {
          before.ifPresent(old -> sessions.remove(old.hash()));
          sessions.add(session);
        });
    return new Begun(token, session);
  }

  /** The session of this browser, if it has not ended. */
  public Optional<BrowserSession> recognise(BrowserToken token) {
    var now = clock.instant();
    var found =
        sessions
            .find(token.hash())
            .filter(session -> session.expires().isAfter(now))
            // noted to the minute, so a minute more: nobody is thrown out early
            .filter(session -> session.used().plus(IDLE).plus(NOTED_EVERY).isAfter(now));
    found
        .filter(session -> !session.used().plus(NOTED_EVERY).isAfter(now))
        .ifPresent(
            session -> {
              try {
                sessions.used(session.tokenHash(), now);
              } catch (TryAgainLater away) {
                // A database that can be read and not written: the page may still be shown.
                LOG.log(Level.WARNING, "When a browser was last seen is not noted", away);
              }
            });
    return found;
  }

  /** Signed out. */
  public void forget(BrowserToken token) {
    sessions.remove(token.hash());
  }

  /** Keeps the secret of a second factor until the person has shown a code of it. */
  public BrowserSession keepNewSecret(BrowserSession session, SecondFactor secondFactor) {
    var sealed = secondFactors.seal(enrolmentOf(session), secondFactor);
    sessions.keepNewSecret(session.tokenHash(), sealed);
    return session.withNewSecret(sealed);
  }

  public Optional<SecondFactor> newSecret(BrowserSession session) {
    return session.newSecret().map(kept -> secondFactors.open(enrolmentOf(session), kept));
  }

  /** No user name has a space: what is sealed for an enrolment is no second factor of anybody. */
  private static String enrolmentOf(BrowserSession session) {
    return session.username() + " (enrolment)";
  }

  /** One sentence to be shown on the next page. */
  public BrowserSession keepNews(BrowserSession session, String sentence) {
    sessions.keepNews(session.tokenHash(), sentence);
    return session.withNews(Optional.of(sentence));
  }

  /** The session without its news; empty when another page of this browser was faster. */
  public Optional<BrowserSession> takeNews(BrowserSession session) {
    return session.news().filter(news -> sessions.takeNews(session.tokenHash(), news)).isPresent()
        ? Optional.of(session.withNews(Optional.empty()))
        : Optional.empty();
  }

  /** Removes the sessions that have ended; how many. */
  public int forgetEnded() {
    var now = clock.instant();
    return sessions.removeExpired(now, now.minus(IDLE).minus(NOTED_EVERY));
  }
}
