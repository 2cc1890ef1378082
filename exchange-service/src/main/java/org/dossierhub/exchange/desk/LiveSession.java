package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.SigningSession;
import org.dossierhub.exchange.result.SigningSessions;

/**
 * Looks a token up and checks everything a session depends on afresh: that it is neither used nor
 * expired, that the account still may sign in this role, and that the result still is the revision
 * the session is about.
 */
@Dependent
class LiveSession {
  private final SigningSessions sessions;
  private final Accounts accounts;
  private final Rights rights;
  private final Clock clock;

  @Inject
  LiveSession(SigningSessions sessions, Accounts accounts, Rights rights, Clock clock) {
    this.sessions = sessions;
    this.accounts = accounts;
    this.rights = rights;
    this.clock = clock;
  }

  /** A session together with what it is about, both as of now. */
  record Found(SigningSession session, Account account, Result result) {}

  Found find(String token) throws DeskRefused {
    var session =
        sessions
            .find(SessionTokens.hash(token))
            .orElseThrow(() -> new DeskRefused(DeskRefusal.SESSION_UNKNOWN));
    if (session.used().isPresent()) {
      throw new DeskRefused(DeskRefusal.SESSION_USED);
    }
    if (!clock.instant().isBefore(session.expires())) {
      throw new DeskRefused(DeskRefusal.SESSION_EXPIRED);
    }
    // An account that was blocked or lost the role since the session was opened is refused here.
    var account =
        accounts
            .byId(session.account())
            .orElseThrow(() -> new DeskRefused(DeskRefusal.SESSION_UNKNOWN));
    var result =
        rights.result(account, session.result(), OpenSigningSession.needed(session.role()));
    if (result.state() != session.role().before()
        || result.latest().number() != session.revision()
        || !result.latest().digest().equals(session.digest())) {
      throw new DeskRefused(DeskRefusal.REVISION_PASSED, result.state().labelVi());
    }
    return new Found(session, account, result);
  }
}
