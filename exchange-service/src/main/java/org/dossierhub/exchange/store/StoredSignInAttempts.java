package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.dossierhub.exchange.staff.SignInAttempts;

/**
 * {@link SignInAttempts} in the table {@code sign_in_attempts}: one upsert, whose row lock makes
 * concurrent tries count one another. Never called inside a transaction, so each note is committed
 * at once.
 */
@ApplicationScoped
public class StoredSignInAttempts implements SignInAttempts {
  private Database database;

  /** For the container. */
  protected StoredSignInAttempts() {}

  @Inject
  public StoredSignInAttempts(Database database) {
    this.database = database;
  }

  @Override
  public int note(String key, Instant at, Instant since) {
    return database.read(
        h -> {
          h.createUpdate("delete from sign_in_attempts where window_start < :since")
              .bind("since", since)
              .execute();
          return h.createQuery(
                  """
                  insert into sign_in_attempts (key, attempts, window_start) values (:key, 1, :at)
                  on conflict (key) do update set attempts = sign_in_attempts.attempts + 1
                  returning attempts
                  """)
              .bind("key", key)
              .bind("at", at)
              .mapTo(Integer.class)
              .one();
        });
  }

  @Override
  public void forget(String key) {
    database.write(
        h ->
            h.createUpdate("delete from sign_in_attempts where key = :key")
                .bind("key", key)
                .execute());
  }

  @Override
  public void takeBack(String key) {
    database.write(
        h ->
            h.createUpdate(
                    "update sign_in_attempts set attempts = attempts - 1 where key = :key and attempts > 0")
                .bind("key", key)
                .execute());
  }
}
