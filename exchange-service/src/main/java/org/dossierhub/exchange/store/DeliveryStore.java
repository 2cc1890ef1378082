package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.delivery.Deliveries;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.jdbi.v3.core.statement.StatementContext;

/** Deliveries in PostgreSQL. */
@ApplicationScoped
public class DeliveryStore implements Deliveries {
  private static final String OPEN = " and state in ('WAITING', 'SENDING')";

  private final Database database;

  /** For the container's proxy. */
  protected DeliveryStore() {
    this(null);
  }

  @Inject
  public DeliveryStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(Delivery delivery) {
    database.write(
        h ->
            h.createUpdate(
                    "insert into delivery (id, message, recipient, state, attempts, added_at, expires_at,"
                        + " changed_at, why) values (:id, :message, :recipient, :state, :attempts, :added,"
                        + " :expires, :changed, :why)")
                .bind("id", delivery.id())
                .bind("message", delivery.message())
                .bind("recipient", delivery.recipient())
                .bind("state", delivery.state().name())
                .bind("attempts", delivery.attempts())
                .bind("added", delivery.addedAt())
                .bind("expires", delivery.expiresAt())
                .bind("changed", delivery.changedAt())
                .bind("why", delivery.why().orElse(null))
                .execute());
  }

  @Override
  public Optional<Delivery> byId(UUID id) {
    return database.read(
        h ->
            h.createQuery("select * from delivery where id = :id")
                .bind("id", id)
                .map(DeliveryStore::delivery)
                .findOne());
  }

  @Override
  public List<Delivery> ofMessage(UUID message) {
    return database.read(
        h ->
            h.createQuery("select * from delivery where message = :message order by added_at")
                .bind("message", message)
                .map(DeliveryStore::delivery)
                .list());
  }

  @Override
  public Optional<Delivery> toRecipient(AgencyCode recipient, MessageId message) {
    return database.read(
        h ->
            h.createQuery(
                    "select d.* from delivery d join message m on m.reference = d.message"
                        + " where d.recipient = :recipient and m.message_id = :message"
                        + " order by d.added_at desc limit 1")
                .bind("recipient", recipient)
                .bind("message", message)
                .map(DeliveryStore::delivery)
                .findOne());
  }

  @Override
  public void sending(UUID id, Instant at) {
    database.write(
        h ->
            h.createUpdate(
                    "update delivery set state = 'SENDING', attempts = attempts + 1, changed_at = :at"
                        + " where id = :id"
                        + OPEN)
                .bind("id", id)
                .bind("at", at)
                .execute());
  }

  @Override
  public boolean end(UUID id, Delivery.State state, Instant at, Optional<String> why) {
    return database.read(
            h ->
                h.createUpdate(
                        "update delivery set state = :state, changed_at = :at, why = :why where id = :id"
                            + OPEN)
                    .bind("id", id)
                    .bind("state", state.name())
                    .bind("at", at)
                    .bind("why", why.orElse(null))
                    .execute())
        == 1;
  }

  @Override
  public void note(UUID id, String why) {
    database.write(
        h ->
            h.createUpdate("update delivery set why = :why where id = :id" + OPEN)
                .bind("id", id)
                .bind("why", why)
                .execute());
  }

  @Override
  public List<Delivery> unfinished(int atMost) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from delivery where true" + OPEN + " order by added_at limit :atMost")
                .bind("atMost", atMost)
                .map(DeliveryStore::delivery)
                .list());
  }

  private static Delivery delivery(ResultSet row, StatementContext context) throws SQLException {
    return new Delivery(
        Rows.uuid(row, "id"),
        Rows.uuid(row, "message"),
        new AgencyCode(row.getString("recipient")),
        Delivery.State.valueOf(row.getString("state")),
        row.getInt("attempts"),
        Rows.instant(row, "added_at"),
        Rows.instant(row, "expires_at"),
        Rows.instant(row, "changed_at"),
        Rows.optionalText(row, "why"));
  }
}
