package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceObject;
import org.dossierhub.exchange.audit.EvidenceObjects;
import org.dossierhub.exchange.audit.HandOverEvent;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.jdbi.v3.core.statement.StatementContext;

/** Evidence objects and their batches in PostgreSQL, where triggers refuse any change of a row. */
@ApplicationScoped
public class EvidenceObjectStore implements EvidenceObjects {
  /** Of the database's advisory locks; any number that is not used for another one. */
  private static final long TURN = 0x65766964656eL;

  /** A document that lies in the evidence log already is not kept twice. */
  private static final String OBJECT =
      "select o.id, o.position, o.event, o.at, o.sha256, coalesce(o.document, e.document) as document"
          + " from evidence_object o left join evidence e on e.id = o.evidence";

  /** What {@link #numbers} has written. */
  private static final String NUMBERS = "cast(string_to_array(:numbers, ',') as bigint[])";

  private final Database database;

  /** For the container's proxy. */
  protected EvidenceObjectStore() {
    this(null);
  }

  @Inject
  public EvidenceObjectStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean turnToSign(boolean waiting) {
    return database.read(
        h ->
            h.createQuery(
                    waiting
                        ? "select pg_advisory_xact_lock(:turn) is not null"
                        : "select pg_try_advisory_xact_lock(:turn)")
                .bind("turn", TURN)
                .mapTo(Boolean.class)
                .one());
  }

  private static final String UNSIGNED =
      """
      select e.*, m.message_id, m.sender, m.recipient, m.manifest_sha256, last.position, last.sha256
      from %s e join message m on m.reference = e.message
      left join lateral (select o.position, o.sha256 from evidence_object o
        where o.message = e.message order by o.position desc limit 1) last on true
      order by e.id limit :atMost
      """;

  // Two questions: one condition that is sometimes none is planned as if everything had to be read.
  private static final String UNSIGNED_OF_ALL =
      UNSIGNED.formatted(
          "(select e.* from (select evidence from evidence_to_sign order by evidence limit :atMost) s"
              + " join evidence e on e.id = s.evidence)");

  private static final String UNSIGNED_OF_ONE =
      UNSIGNED.formatted(
          "(select e.* from evidence e where e.message = :message"
              + " and exists (select 1 from evidence_to_sign s where s.evidence = e.id))");

  @Override
  public List<Unsigned> unsigned(Optional<UUID> message, int atMost) {
    return database.read(
        h -> {
          var question = h.createQuery(message.isPresent() ? UNSIGNED_OF_ONE : UNSIGNED_OF_ALL);
          message.ifPresent(one -> question.bind("message", one));
          return question.bind("atMost", atMost).map(EvidenceObjectStore::entry).list();
        });
  }

  private static Unsigned entry(ResultSet row, StatementContext context) throws SQLException {
    var last = row.getString("sha256");
    return new Unsigned(
        row.getLong("id"),
        new Evidence(
            Rows.uuid(row, "message"),
            Evidence.Kind.valueOf(row.getString("kind")),
            Rows.instant(row, "at"),
            row.getString("detail"),
            row.getBytes("document")),
        new About(
            new MessageId(row.getString("message_id")),
            new AgencyCode(row.getString("sender")),
            new AgencyCode(row.getString("recipient")),
            new Sha256(row.getString("manifest_sha256"))),
        last == null
            ? Optional.empty()
            : Optional.of(new Link(row.getInt("position"), new Sha256(last))));
  }

  @Override
  public void add(List<Signed> documents) {
    if (documents.isEmpty()) {
      return;
    }
    database.write(
        h -> {
          var rows =
              h.prepareBatch(
                  "insert into evidence_object"
                      + " (message, sender, message_id, position, event, at, sha256, document, evidence) values"
                      + " (:message, :sender, :id, :position, :event, :at, :sha256, cast(:document as bytea), :entry)");
          for (var signed : documents) {
            var entry = signed.entry();
            var evidence = entry.evidence();
            boolean isThere = Arrays.equals(signed.document(), evidence.document());
            rows.bind("message", evidence.message())
                .bind("sender", entry.message().sender())
                .bind("id", entry.message().id())
                .bind("position", signed.link().position())
                .bind("event", signed.event().name())
                .bind("at", evidence.at())
                .bind("sha256", signed.link().digest())
                .bind("document", isThere ? null : signed.document())
                .bind("entry", entry.number())
                .add();
          }
          rows.execute();
          h.createUpdate("delete from evidence_to_sign where evidence = any(" + NUMBERS + ")")
              .bind("numbers", numbers(documents, signed -> signed.entry().number()))
              .execute();
        });
  }

  @Override
  public void rejected(AgencyCode sender, MessageId id, Instant at, byte[] refusal) {
    database.write(
        h ->
            h.createUpdate(
                    "insert into evidence_object (sender, message_id, position, event, at, sha256, document)"
                        + " values (:sender, :id, 1, :event, :at, :sha256, :document)")
                .bind("sender", sender)
                .bind("id", id)
                .bind("event", HandOverEvent.SUBMISSION_REJECTION.name())
                .bind("at", at)
                .bind("sha256", Sha256.of(refusal))
                .bind("document", refusal)
                .execute());
  }

  @Override
  public List<EvidenceObject> ofMessage(UUID message) {
    return database.read(
        h ->
            h.createQuery(OBJECT + " where o.message = :message order by o.position")
                .bind("message", message)
                .map(EvidenceObjectStore::object)
                .list());
  }

  @Override
  public List<EvidenceObject> notStamped(int atMost) {
    return database.read(
        h ->
            h.createQuery(
                    "select o.id, o.position, o.event, o.at, o.sha256, ''::bytea as document"
                        + " from evidence_to_stamp s join evidence_object o on o.id = s.object"
                        + " order by o.id limit :atMost")
                .bind("atMost", atMost)
                .map(EvidenceObjectStore::object)
                .list());
  }

  @Override
  public boolean stamped(List<EvidenceObject> objects, Instant at, byte[] token) {
    return database.read(
        h -> {
          var numbers = numbers(objects, EvidenceObject::number);
          var still =
              h.createQuery(
                      "select count(*) from (select object from evidence_to_stamp"
                          + " where object = any("
                          + NUMBERS
                          + ") order by object for update) s")
                  .bind("numbers", numbers)
                  .mapTo(Integer.class)
                  .one();
          if (still < objects.size()) {
            return false;
          }
          long batch =
              h.createQuery(
                      "insert into evidence_batch (at, token) values (:at, :token) returning id")
                  .bind("at", at)
                  .bind("token", token)
                  .mapTo(Long.class)
                  .one();
          var leaves =
              h.prepareBatch("insert into evidence_leaf (batch, place, object) values (?, ?, ?)");
          for (int place = 0; place < objects.size(); place++) {
            leaves.add(batch, place, objects.get(place).number());
          }
          leaves.execute();
          h.createUpdate("delete from evidence_to_stamp where object = any(" + NUMBERS + ")")
              .bind("numbers", numbers)
              .execute();
          return true;
        });
  }

  private static <T> String numbers(List<T> rows, ToLongFunction<T> number) {
    return rows.stream()
        .map(row -> Long.toString(number.applyAsLong(row)))
        .collect(Collectors.joining(","));
  }

  private record Place(long batch, int place, byte[] token) {}

  @Override
  public Optional<Stamp> stampOf(EvidenceObject object) {
    return database.read(
        h ->
            h.createQuery(
                    "select l.batch, l.place, b.token from evidence_leaf l"
                        + " join evidence_batch b on b.id = l.batch where l.object = :object")
                .bind("object", object.number())
                .map(
                    (row, context) ->
                        new Place(row.getLong("batch"), row.getInt("place"), row.getBytes("token")))
                .findOne()
                .map(
                    found ->
                        new Stamp(
                            h.createQuery(
                                    "select o.sha256 from evidence_leaf l join evidence_object o"
                                        + " on o.id = l.object where l.batch = :batch order by l.place")
                                .bind("batch", found.batch())
                                .mapTo(Sha256.class)
                                .list(),
                            found.place(),
                            found.token())));
  }

  private static EvidenceObject object(ResultSet row, StatementContext context)
      throws SQLException {
    return new EvidenceObject(
        row.getLong("id"),
        row.getInt("position"),
        HandOverEvent.valueOf(row.getString("event")),
        Rows.instant(row, "at"),
        new Sha256(row.getString("sha256")),
        row.getBytes("document"));
  }
}
