package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.delivery.HandOvers;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/** Table {@code hand_over}. */
@ApplicationScoped
public class HandOverStore implements HandOvers {
  private Database database;

  /** For the container's proxy. */
  protected HandOverStore() {}

  @Inject
  public HandOverStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Instant> attempt(
      AgencyCode recipient, MessageId id, Sha256 manifest, Instant at) {
    return database.read(
        handle -> {
          var before = attempted(recipient, manifest);
          handle
              .createUpdate(
                  """
                  insert into hand_over (recipient, manifest, message_id, attempts, attempted_at)
                  values (:recipient, :manifest, :id, 1, :at)
                  on conflict (recipient, manifest)
                  do update set attempts = hand_over.attempts + 1, attempted_at = :at
                  """)
              .bind("recipient", recipient)
              .bind("manifest", manifest)
              .bind("id", id)
              .bind("at", at)
              .execute();
          return before;
        });
  }

  @Override
  public Optional<Instant> attempted(AgencyCode recipient, Sha256 manifest) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select attempted_at from hand_over"
                        + " where recipient = :recipient and manifest = :manifest")
                .bind("recipient", recipient)
                .bind("manifest", manifest)
                .mapTo(Instant.class)
                .findOne());
  }

  @Override
  public Optional<Answer> answer(AgencyCode recipient, Sha256 manifest) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select receipt, refusal_code, refusal_words from hand_over
                    where recipient = :recipient and manifest = :manifest
                      and answered_at is not null
                    """)
                .bind("recipient", recipient)
                .bind("manifest", manifest)
                .map(
                    (row, context) ->
                        new Answer(
                            Optional.ofNullable(row.getBytes("receipt")),
                            Optional.ofNullable(row.getString("refusal_code")),
                            Optional.ofNullable(row.getString("refusal_words"))))
                .findOne());
  }

  @Override
  public boolean receipted(AgencyCode recipient, Sha256 manifest, byte[] receipt, Instant at) {
    return database.read(
        handle ->
            handle
                    .createUpdate(
                        """
                        update hand_over
                        set answered_at = coalesce(answered_at, :at),
                            receipt = coalesce(receipt, :receipt),
                            refusal_code = null, refusal_words = null
                        where recipient = :recipient and manifest = :manifest
                        """)
                    .bind("recipient", recipient)
                    .bind("manifest", manifest)
                    .bind("receipt", receipt)
                    .bind("at", at)
                    .execute()
                > 0);
  }

  @Override
  public boolean refused(
      AgencyCode recipient, MessageId id, String code, String words, Instant at) {
    return database.read(
        handle ->
            handle
                    .createUpdate(
                        """
                        update hand_over
                        set answered_at = :at, refusal_code = :code, refusal_words = :words
                        where recipient = :recipient and message_id = :id and answered_at is null
                        """)
                    .bind("recipient", recipient)
                    .bind("id", id)
                    .bind("code", code)
                    .bind("words", words)
                    .bind("at", at)
                    .execute()
                > 0);
  }
}
