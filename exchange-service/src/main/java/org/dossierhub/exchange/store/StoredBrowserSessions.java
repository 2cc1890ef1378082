package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.staff.BrowserSession;
import org.dossierhub.exchange.staff.BrowserSessions;
import org.dossierhub.signing.identity.Sha256;

/** {@link BrowserSessions} in the table {@code browser_session}. */
@ApplicationScoped
public class StoredBrowserSessions implements BrowserSessions {
  private Database database;

  /** For the container. */
  protected StoredBrowserSessions() {}

  @Inject
  public StoredBrowserSessions(Database database) {
    this.database = database;
  }

  @Override
  public void add(BrowserSession session) {
    database.write(
        h ->
            h.createUpdate(
                    """
                    insert into browser_session (token_hash, account, generation, code_to_come, expires_at, used_at)
                    values (:hash, :account, :generation, :codeToCome, :expires, :used)
                    """)
                .bind("hash", session.tokenHash())
                .bind("account", session.account())
                .bind("generation", session.generation())
                .bind("codeToCome", session.codeToCome())
                .bind("expires", session.expires())
                .bind("used", session.used())
                .execute());
  }

  @Override
  public Optional<BrowserSession> find(Sha256 tokenHash) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select s.*, a.username from browser_session s
                    join account a on a.id = s.account and a.generation = s.generation and not a.blocked
                    where s.token_hash = :hash
                    """)
                .bind("hash", tokenHash)
                .map((row, context) -> session(row))
                .findOne());
  }

  @Override
  public void used(Sha256 tokenHash, Instant at) {
    database.write(
        h ->
            h.createUpdate(
                    "update browser_session set used_at = :at where token_hash = :hash and used_at < :at")
                .bind("hash", tokenHash)
                .bind("at", at)
                .execute());
  }

  @Override
  public void keepNewSecret(Sha256 tokenHash, byte[] sealed) {
    database.write(
        h ->
            h.createUpdate(
                    "update browser_session set new_secret = :sealed where token_hash = :hash")
                .bind("hash", tokenHash)
                .bind("sealed", sealed)
                .execute());
  }

  @Override
  public void keepNews(Sha256 tokenHash, String sentence) {
    database.write(
        h ->
            h.createUpdate("update browser_session set news = :news where token_hash = :hash")
                .bind("hash", tokenHash)
                .bind("news", sentence)
                .execute());
  }

  @Override
  public boolean takeNews(Sha256 tokenHash, String sentence) {
    return database.read(
            h ->
                h.createUpdate(
                        "update browser_session set news = null where token_hash = :hash and news = :news")
                    .bind("hash", tokenHash)
                    .bind("news", sentence)
                    .execute())
        == 1;
  }

  @Override
  public void remove(Sha256 tokenHash) {
    database.write(
        h ->
            h.createUpdate("delete from browser_session where token_hash = :hash")
                .bind("hash", tokenHash)
                .execute());
  }

  @Override
  public int removeExpired(Instant now, Instant lastUsedBefore) {
    return database.read(
        h ->
            h.createUpdate(
                    "delete from browser_session where expires_at <= :now or used_at <= :lastUsed")
                .bind("now", now)
                .bind("lastUsed", lastUsedBefore)
                .execute());
  }

  private static BrowserSession session(ResultSet row) throws SQLException {
    return new BrowserSession(
        new Sha256(row.getString("token_hash")),
        row.getObject("account", UUID.class),
        row.getString("username"),
        row.getInt("generation"),
        row.getBoolean("code_to_come"),
        StoredResults.instant(row, "expires_at"),
        StoredResults.instant(row, "used_at"),
        Optional.ofNullable(row.getBytes("new_secret")),
        Optional.ofNullable(row.getString("news")));
  }
}
