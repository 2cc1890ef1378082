package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dossierhub.exchange.delivery.Deliveries;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Deliveries in PostgreSQL. */
@ApplicationScoped
public class DeliveryStore implements Deliveries {
  private static final String ATTEMPT =
      "insert into delivery_attempt (delivery, first_number, last_number, began_at, ended_at, why)"
          + " select id, attempts, attempts, changed_at, clock_timestamp(), :why from delivery"
          + " where id = :id and attempts > 0";

  private static final String OPEN = " and state in ('WAITING', 'SENDING')";

  private static final String END =
      "with attempt as ("
          + ATTEMPT.replace(":why", ":noted")
          + " and state = 'SENDING' and not exists (select 1 from delivery_attempt"
          + " where delivery = :id and last_number = attempts))"
          + " update delivery set state = :state, changed_at = :at, why = :why where id = :id"
          + OPEN;

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
    var values = new HashMap<String, Object>();
    values.put("id", delivery.id());
    values.put("message", delivery.message());
    values.put("recipient", delivery.recipient());
    values.put("state", delivery.state().name());
    values.put("attempts", delivery.attempts());
    values.put("added", delivery.addedAt());
    values.put("expires", delivery.expiresAt());
    values.put("changed", delivery.changedAt());
    values.put("why", delivery.why().orElse(null));
    database.writeTogether(
        "insert into delivery (id, message, recipient, state, attempts, added_at, expires_at,"
            + " changed_at, why) values (:id, :message, :recipient, :state, :attempts, :added,"
            + " :expires, :changed, :why)",
        values);
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
            h.createQuery("select * from delivery where message = :message order by sequence")
                .bind("message", message)
                .map(DeliveryStore::delivery)
                .list());
  }

  @Override
  public boolean sending(UUID id, Instant at) {
    return database.read(
            h ->
                h.createUpdate(
                        "update delivery set state = 'SENDING', attempts = attempts + 1, changed_at = :at"
                            + " where id = :id"
                            + OPEN)
                    .bind("id", id)
                    .bind("at", at)
                    .execute())
        == 1;
  }

  // One question of an agency at a time, so that the same batch asked twice at once is one batch.
  private static final String ONE_AT_A_TIME =
      "select pg_advisory_xact_lock(hashtextextended('hand out ' || :recipients, 0))";

  private static final String OF_THIS_BATCH =
      """
      select id, message, leased_until, false as first_time from delivery
      where recipient = any(string_to_array(:recipients, ',')) and batch = :batch and leased_until > clock_timestamp()
        and state in ('WAITING', 'SENDING')
      order by sequence
      """;

  private static final String HAND_OUT =
      """
      with chosen as (
        select d.id, d.attempts from delivery d join message m on m.reference = d.message
        where d.recipient = any(string_to_array(:recipients, ',')) and d.state in ('WAITING', 'SENDING') and d.expires_at > :at
          and (d.leased_until is null or d.leased_until <= clock_timestamp())
          and not exists (select 1 from outbox o where o.subject = d.id::text and o.set_aside_at is not null)
          and (m.dossier is null or not exists (
                select 1 from message e join delivery b on b.message = e.reference
                where e.dossier = m.dossier and b.recipient = d.recipient
                  and b.state in ('WAITING', 'SENDING') and b.leased_until > clock_timestamp()
                  and b.sequence < d.sequence))
        order by d.sequence limit :atMost
        for update of d
      ), leased as (
        update delivery d set state = 'SENDING', attempts = d.attempts + 1, changed_at = :at, batch = :batch,
          leased_until = clock_timestamp() + :lease * interval '1 millisecond'
        from chosen where d.id = chosen.id and d.state in ('WAITING', 'SENDING')
        returning d.id, d.message, d.leased_until, d.sequence, chosen.attempts = 0 as first_time
      )
      select id, message, leased_until, first_time from leased order by sequence
      """;

  @Override
  public List<HandedOut> handOut(
      List<AgencyCode> recipients, MessageId batch, int atMost, Duration lease, Instant at) {
    return database.read(
        h -> {
          h.createQuery(ONE_AT_A_TIME)
              .bind("recipients", joined(recipients))
              .mapTo(String.class)
              .findOne();
          var again =
              h.createQuery(OF_THIS_BATCH)
                  .bind("recipients", joined(recipients))
                  .bind("batch", batch)
                  .map(DeliveryStore::handedOut)
                  .list();
          return again.isEmpty()
              ? h.createQuery(HAND_OUT)
                  .bind("recipients", joined(recipients))
                  .bind("batch", batch)
                  .bind("atMost", atMost)
                  .bind("lease", lease.toMillis())
                  .bind("at", at)
                  .map(DeliveryStore::handedOut)
                  .list()
              : again;
        });
  }

  private static String joined(List<AgencyCode> codes) {
    return codes.stream().map(AgencyCode::value).collect(Collectors.joining(","));
  }

  private static HandedOut handedOut(ResultSet row, StatementContext context) throws SQLException {
    return new HandedOut(
        Rows.uuid(row, "id"),
        Rows.uuid(row, "message"),
        Rows.instant(row, "leased_until"),
        row.getBoolean("first_time"));
  }

  @Override
  public int waiting(List<AgencyCode> recipients) {
    return database.read(
        h ->
            h.createQuery(
                    "select count(*) from (select 1 from delivery"
                        + " where recipient = any(string_to_array(:recipients, ','))"
                        + OPEN
                        + " and (leased_until is null or leased_until <= clock_timestamp())"
                        + " limit 100000) w")
                .bind("recipients", joined(recipients))
                .mapTo(Integer.class)
                .one());
  }

  @Override
  public boolean withdraw(UUID id, Instant at, byte[] withdrawal) {
    return database.read(
            h ->
                h.createUpdate(
                        "update delivery set state = 'WITHDRAWN', changed_at = :at, withdrawal = :document,"
                            + " why = null where id = :id"
                            + OPEN)
                    .bind("id", id)
                    .bind("at", at)
                    .bind("document", withdrawal)
                    .execute())
        == 1;
  }

  @Override
  public Optional<byte[]> withdrawal(UUID id) {
    return database.read(
        h ->
            h.createQuery(
                    "select withdrawal from delivery where id = :id and withdrawal is not null")
                .bind("id", id)
                .mapTo(byte[].class)
                .findOne());
  }

  @Override
  public List<Withdrawn> withdrawn(List<AgencyCode> recipients, Instant since, int atMost) {
    return database.read(
        h ->
            h.createQuery(
                    "select m.sender, m.message_id, d.withdrawal from delivery d"
                        + " join message m on m.reference = d.message"
                        + " where d.recipient = any(string_to_array(:recipients, ',')) and d.state = 'WITHDRAWN' and d.attempts > 0"
                        + " and d.changed_at > :since order by d.changed_at desc limit :atMost")
                .bind("recipients", joined(recipients))
                .bind("since", since)
                .bind("atMost", atMost)
                .map(
                    (row, context) ->
                        new Withdrawn(
                            new AgencyCode(row.getString("sender")),
                            new MessageId(row.getString("message_id")),
                            row.getBytes("withdrawal")))
                .list());
  }

  @Override
  public boolean end(UUID id, Delivery.State state, Instant at, Optional<String> why) {
    return database.read(
            h ->
                h.createUpdate(END)
                    .bind("id", id)
                    .bind("noted", state == Delivery.State.DELIVERED ? null : why.orElse(""))
                    .bind("state", state.name())
                    .bind("at", at)
                    .bind("why", why.orElse(null))
                    .execute())
        == 1;
  }

  @Override
  public void note(UUID id, String why) {
    database.write(
        h -> {
          int noted =
              h.createUpdate("update delivery set why = :why where id = :id" + OPEN)
                  .bind("id", id)
                  .bind("why", why)
                  .execute();
          if (noted == 1) {
            attempted(h, id, why);
          }
        });
  }

  /** Equal ends in a row are one row. */
  private static void attempted(Handle h, UUID id, String why) {
    int joined =
        h.createUpdate(
                "update delivery_attempt a set last_number = d.attempts, ended_at = clock_timestamp()"
                    + " from delivery d where d.id = :id and a.delivery = d.id and a.why = :why"
                    + " and a.last_number = d.attempts - 1")
            .bind("id", id)
            .bind("why", why)
            .execute();
    if (joined == 0) {
      h.createUpdate(ATTEMPT + OPEN + " on conflict do nothing")
          .bind("id", id)
          .bind("why", why)
          .execute();
    }
  }

  private static final String PLACE =
      """
      select y.*, y.sequence < me.sequence as earlier from delivery me
      join message mine on mine.reference = me.message
      join message m on m.dossier = mine.dossier
      join delivery y on y.message = m.reference and y.recipient = me.recipient
      where me.id = :id and (
        (y.sequence < me.sequence and y.state not in ('DELIVERED', 'WITHDRAWN'))
        or (y.sequence > me.sequence and y.state = 'DELIVERED'
            and (me.state <> 'DELIVERED' or y.changed_at < me.changed_at)))
      order by y.sequence
      """;

  @Override
  public Place placeOf(Delivery delivery) {
    var sides =
        database.read(
            h ->
                h
                    .createQuery(PLACE)
                    .bind("id", delivery.id())
                    .map(
                        (row, context) ->
                            Map.entry(row.getBoolean("earlier"), delivery(row, context)))
                    .stream()
                    .collect(
                        Collectors.partitioningBy(
                            Map.Entry::getKey,
                            Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    return new Place(sides.get(true), sides.get(false));
  }

  @Override
  public boolean prolong(UUID id, Instant until) {
    return database.read(
            h ->
                h.createUpdate(
                        "update delivery set expires_at = greatest(expires_at, :until) where id = :id"
                            + OPEN)
                    .bind("id", id)
                    .bind("until", until)
                    .execute())
        == 1;
  }

  @Override
  public List<Delivery> open(List<AgencyCode> recipients, MessageId id) {
    return database.read(
        h ->
            h.createQuery(
                    "select d.* from delivery d join message m on m.reference = d.message"
                        + " where d.recipient = any(string_to_array(:recipients, ','))"
                        + " and m.message_id = :id and d.state in ('WAITING', 'SENDING')"
                        + " order by d.sequence")
                .bind("recipients", joined(recipients))
                .bind("id", id)
                .map(DeliveryStore::delivery)
                .list());
  }

  @Override
  public List<Delivery> unfinished(int atMost) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from delivery where true" + OPEN + " order by sequence limit :atMost")
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
