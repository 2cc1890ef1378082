package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.result.SigningSession;
import org.dossierhub.exchange.result.SigningSessions;
import org.dossierhub.signing.identity.Sha256;

/** {@link SigningSessions} in the table {@code signing_session}. */
@ApplicationScoped
public class StoredSigningSessions implements SigningSessions {
  private Database database;

  /** For the container. */
  protected StoredSigningSessions() {}

  @Inject
  public StoredSigningSessions(Database database) {
    this.database = database;
  }

  @Override
  public void add(SigningSession session) {
    database.write(
        h ->
            h.createUpdate(
                    """
                    insert into signing_session (token_hash, account, result, role, revision, digest, opened_at, expires_at)
                    values (:hash, :account, :result, :role, :revision, :digest, :opened, :expires)
                    """)
                .bind("hash", session.tokenHash())
                .bind("account", session.account())
                .bind("result", session.result())
                .bind("role", session.role().name())
                .bind("revision", session.revision())
                .bind("digest", session.digest())
                .bind("opened", session.opened())
                .bind("expires", session.expires())
                .execute());
  }

  @Override
  public Optional<SigningSession> find(Sha256 tokenHash) {
    return database.read(
        h ->
            h.createQuery("select * from signing_session where token_hash = :hash")
                .bind("hash", tokenHash)
                .map((row, context) -> session(row))
                .findOne());
  }

  @Override
  public boolean served(Sha256 tokenHash, Instant at) {
    return database.read(
            h ->
                h.createUpdate(
                        "update signing_session set served_at = :at where token_hash = :hash and served_at is null")
                    .bind("hash", tokenHash)
                    .bind("at", at)
                    .execute())
        == 1;
  }

  @Override
  public boolean use(Sha256 tokenHash, Instant at) {
    return database.read(
            h ->
                h.createUpdate(
                        "update signing_session set used_at = :at where token_hash = :hash and used_at is null")
                    .bind("hash", tokenHash)
                    .bind("at", at)
                    .execute())
        == 1;
  }

  @Override
  public int deleteExpired(Instant before) {
    return database.read(
        h ->
            h.createUpdate("delete from signing_session where expires_at < :before")
                .bind("before", before)
                .execute());
  }

  private static SigningSession session(ResultSet row) throws SQLException {
    return new SigningSession(
        new Sha256(row.getString("token_hash")),
        row.getObject("account", UUID.class),
        row.getObject("result", UUID.class),
        SigningRole.valueOf(row.getString("role")),
        row.getInt("revision"),
        new Sha256(row.getString("digest")),
        StoredResults.instant(row, "opened_at"),
        StoredResults.instant(row, "expires_at"),
        at(row, "served_at"),
        at(row, "used_at"));
  }

  private static Optional<Instant> at(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
