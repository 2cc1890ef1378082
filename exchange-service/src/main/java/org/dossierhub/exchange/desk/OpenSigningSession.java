package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.result.SigningSession;
import org.dossierhub.exchange.result.SigningSessions;

/**
 * A leader asks to sign, or a clerk to seal, one result as it is now. The answer is a token that
 * lets a signing agent fetch and hand back this revision, once, for ten minutes.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}, {@link
 * DeskRefusal#WRONG_STATE}, {@link DeskRefusal#NO_CERTIFICATE}.
 */
@ApplicationScoped
public class OpenSigningSession {
  private static final Duration OPEN = Duration.ofMinutes(10);

  /**
   * Used and expired sessions are kept this long, so that a late upload hears why it is refused.
   */
  private static final Duration KEPT = Duration.ofDays(7);

  private Rights rights;
  private SigningSessions sessions;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected OpenSigningSession() {}

  @Inject
  OpenSigningSession(
      Rights rights,
      SigningSessions sessions,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.rights = rights;
    this.sessions = sessions;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  public OpenedSession open(Account by, UUID resultId, SigningRole role) throws DeskRefused {
    var result = rights.result(by, resultId, needed(role));
    Rights.needState(result, role.before());
    if (by.certificates().isEmpty()) {
      throw new DeskRefused(DeskRefusal.NO_CERTIFICATE);
    }
    var token = SessionTokens.fresh();
    var now = clock.instant();
    var session =
        new SigningSession(
            SessionTokens.hash(token),
            by.id(),
            result.id(),
            role,
            result.latest().number(),
            result.latest().digest(),
            now,
            now.plus(OPEN),
            Optional.empty(),
            Optional.empty());
    transaction.inOne(
        () -> {
          sessions.deleteExpired(now.minus(KEPT));
          sessions.add(session);
          journal.note(
              now, by, "SIGNING_SESSION_OPENED", result, role + " sha256 " + session.digest());
          return session;
        });
    return new OpenedSession(token, session.expires());
  }

  static Role needed(SigningRole role) {
    return role == SigningRole.LEADER ? Role.LEADER : Role.CLERK;
  }
}
