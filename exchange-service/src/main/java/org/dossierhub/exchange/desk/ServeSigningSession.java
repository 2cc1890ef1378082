package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.result.SigningSessions;

/**
 * The signing agent reads what it is to sign: first the description, then the bytes, then the
 * picture that goes with the signature. Each call checks the session afresh.
 *
 * <p>Refuses with {@link DeskRefusal#SESSION_UNKNOWN}, {@link DeskRefusal#SESSION_EXPIRED}, {@link
 * DeskRefusal#SESSION_USED}, {@link DeskRefusal#REVISION_PASSED}, {@link DeskRefusal#ROLE_MISSING}.
 */
@ApplicationScoped
public class ServeSigningSession {
  private LiveSession live;
  private SigningSessions sessions;
  private Accounts accounts;
  private ResultFiles files;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected ServeSigningSession() {}

  @Inject
  ServeSigningSession(
      LiveSession live,
      SigningSessions sessions,
      Accounts accounts,
      ResultFiles files,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.live = live;
    this.sessions = sessions;
    this.accounts = accounts;
    this.files = files;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  public SessionDocument describe(String token) throws DeskRefused {
    var found = live.find(token);
    return new SessionDocument(
        found.session().role(),
        found.result().title(),
        found.result().pages(),
        found.session().digest(),
        found.account().certificates(),
        found.session().expires());
  }

  /** The bytes to be signed; without this call no signature is taken. */
  public InputStream document(String token) throws DeskRefused {
    var found = live.find(token);
    var bytes = files.open(found.result().latest());
    var now = clock.instant();
    transaction.inOne(
        () -> {
          if (sessions.served(found.session().tokenHash(), now)) {
            journal.note(
                now,
                found.account(),
                "SIGNING_SESSION_SERVED",
                found.result(),
                found.session().role() + " sha256 " + found.session().digest());
          }
          return found;
        });
    return bytes;
  }

  public Optional<byte[]> image(String token) throws DeskRefused {
    return accounts.image(live.find(token).account().id());
  }
}
