package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.following.Attempts;
import org.dossierhub.exchange.following.FoundMessage;
import org.dossierhub.exchange.following.MessageTraces;
import org.dossierhub.exchange.following.Reach;
import org.dossierhub.exchange.following.Sought;
import org.dossierhub.exchange.following.Waiting;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds messages in PostgreSQL. Each branch of a search reads one index from its end and stops at
 * the number of rows asked for: so much is read, however many messages there are.
 */
@ApplicationScoped
public class MessageTraceStore implements MessageTraces {
  private static final String SHOWN =
      """
      select m.reference, m.message_id, m.kind, m.sender, m.recipient, d.code, m.arrived_by,
             m.received_at, y.state, y.sequence, exists (select 1 from outbox o
               where o.subject = y.id::text and o.set_aside_at is not null) as set_aside
      from message m left join dossier d on d.id = m.dossier left join delivery y on y.message = m.reference
      where m.reference in (%s) %s
      """;

  private static final String NEWEST_FIRST =
      "order by m.received_at desc, m.reference limit :atMost";
  private static final String IN_ORDER =
      "order by m.received_at, y.sequence, m.reference limit :atMost";

  private final Database database;

  /** For the container's proxy. */
  protected MessageTraceStore() {
    this(null);
  }

  @Inject
  public MessageTraceStore(Database database) {
    this.database = database;
  }

  @Override
  public List<FoundMessage> find(Sought sought, Reach reach, int atMost) {
    if (sought instanceof Sought.ADossier dossier) {
      var asked = new Question(reach, "dossier = (select id from dossier where code = :code)");
      return asked.with("code", dossier.code()).listed(IN_ORDER, atMost);
    }
    if (sought instanceof Sought.AMessage message) {
      var asked = new Question(reach, "message_id = :id").or("reference = :reference");
      return asked
          .with("id", message.id())
          .with("reference", UUID.fromString(message.id().value()))
          .listed(NEWEST_FIRST, atMost);
    }
    if (sought instanceof Sought.ADigest digest) {
      return new Question(reach, "content_sha256 = :digest")
          .or("manifest_sha256 = :digest")
          .or("reference in (select message from message_part where sha256 = :digest)")
          .with("digest", digest.sha256())
          .listed(NEWEST_FIRST, atMost);
    }
    if (sought instanceof Sought.ACertificate certificate) {
      return signedWith(certificate.serials(), reach).listed(NEWEST_FIRST, atMost);
    }
    return ofAgency(((Sought.AnAgency) sought).code(), reach).listed(NEWEST_FIRST, atMost);
  }

  /**
   * An agency sees what it was sent, and what it sent if the certificate is its own: asked that
   * way, nobody's many messages are read to find that none is for it.
   */
  private static final String SIGNED_BY_OWN =
      "signer_serial = :%1$s and sender = :%2$s and exists (select 1 from agency_certificate"
          + " where serial = :%1$s and agency = :%2$s)";

  private Question signedWith(List<BigInteger> serials, Reach reach) {
    var asked = new Question(Reach.EVERYTHING);
    var agencies = List.copyOf(reach.agencies());
    for (int a = 0; a < agencies.size(); a++) {
      asked.with("own" + a, agencies.get(a));
    }
    for (int s = 0; s < serials.size(); s++) {
      var serial = "serial" + s;
      asked.with(serial, serials.get(s));
      if (reach.everything()) {
        asked.or("signer_serial = :" + serial);
      }
      for (int a = 0; a < agencies.size(); a++) {
        asked
            .or("signer_serial = :" + serial + " and recipient = :own" + a)
            .or(SIGNED_BY_OWN.formatted(serial, "own" + a));
      }
    }
    return asked;
  }

  /** What the agency sent and was sent; for others than itself only what they had to do with it. */
  private Question ofAgency(AgencyCode agency, Reach reach) {
    if (reach.everything() || reach.agencies().contains(agency)) {
      return new Question(Reach.EVERYTHING, "sender = :agency")
          .or("recipient = :agency")
          .with("agency", agency);
    }
    var asked = new Question(Reach.EVERYTHING).with("agency", agency);
    int number = 0;
    for (var own : reach.agencies()) {
      var name = "own" + number++;
      asked
          .or("sender = :agency and recipient = :" + name)
          .or("sender = :" + name + " and recipient = :agency")
          .with(name, own);
    }
    return asked;
  }

  @Override
  public Optional<FoundMessage> one(UUID reference, Reach reach) {
    return new Question(reach, "reference = :reference")
        .with("reference", reference).listed(NEWEST_FIRST, 1).stream().findFirst();
  }

  /** Conditions on messages, each served by an index of its own. */
  private final class Question {
    private final List<String> branches = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String within;

    Question(Reach reach, String... branches) {
      this.branches.addAll(List.of(branches));
      var names = new ArrayList<String>();
      for (var agency : reach.agencies()) {
        var name = "within" + names.size();
        values.put(name, agency);
        names.add(":" + name);
      }
      var list = String.join(", ", names);
      this.within =
          reach.everything()
              ? ""
              : " and (sender in (" + list + ") or recipient in (" + list + "))";
    }

    Question or(String branch) {
      branches.add(branch);
      return this;
    }

    Question with(String name, Object value) {
      values.put(name, value);
      return this;
    }

    List<FoundMessage> listed(String order, int atMost) {
      var references =
          branches.stream()
              .map(
                  branch ->
                      "(select reference from message where "
                          + branch
                          + within
                          + " order by received_at desc limit :atMost)")
              .reduce((one, other) -> one + " union " + other)
              .orElseThrow();
      return database.read(h -> rows(h, SHOWN.formatted(references, order), atMost));
    }

    private List<FoundMessage> rows(Handle h, String sql, int atMost) {
      var query = h.createQuery(sql).bind("atMost", atMost);
      values.forEach(query::bind);
      return query.map(MessageTraceStore::found).list();
    }
  }

  private static FoundMessage found(ResultSet row, StatementContext context) throws SQLException {
    return new FoundMessage(
        Rows.uuid(row, "reference"),
        row.getString("message_id"),
        MessageKind.valueOf(row.getString("kind")),
        row.getString("sender"),
        row.getString("recipient"),
        Rows.optionalText(row, "code").map(DossierCode::new),
        Channel.valueOf(row.getString("arrived_by")),
        Rows.instant(row, "received_at"),
        Rows.optionalText(row, "state").map(Delivery.State::valueOf),
        row.getBoolean("set_aside"));
  }

  @Override
  public List<Attempts> attempts(UUID delivery) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from delivery_attempt where delivery = :id order by first_number")
                .bind("id", delivery)
                .map(
                    (row, context) ->
                        new Attempts(
                            row.getInt("first_number"),
                            row.getInt("last_number"),
                            Rows.instant(row, "began_at"),
                            Rows.instant(row, "ended_at"),
                            Rows.optionalText(row, "why")))
                .list());
  }

  @Override
  public List<Waiting> waiting(List<UUID> subjects) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select o.*, o.leased_until > clock_timestamp() as in_work, o.not_before > clock_timestamp() as later,
                      (select y.message from outbox e join delivery y on y.id::text = e.subject
                        where e.kind = o.kind and e.lane = o.lane and e.order_key = o.order_key
                          and e.sequence < o.sequence and e.set_aside_at is null
                        order by e.sequence limit 1) as behind,
                      exists (select 1 from delivery y join agency a on a.code = y.recipient
                        where o.kind = 'DELIVER_MESSAGE' and y.id = cast(o.subject as uuid) and a.channel = 'PULL') as fetched,
                      (select count(*) from outbox w where w.kind = o.kind and w.lane = o.lane
                        and w.set_aside_at is null and w.leased_until > clock_timestamp()) as in_lane
                    from outbox o where o.subject in (<subjects>) order by o.sequence
                    """)
                .bindList("subjects", subjects.stream().map(UUID::toString).toList())
                .map(MessageTraceStore::waiting)
                .list());
  }

  private static Waiting waiting(ResultSet row, StatementContext context) throws SQLException {
    var behind = Rows.optionalUuid(row, "behind");
    Waiting.Reason reason;
    if (Rows.optionalInstant(row, "set_aside_at").isPresent()) {
      reason = Waiting.Reason.SET_ASIDE;
    } else if (row.getBoolean("in_work")) {
      reason = Waiting.Reason.IN_PROGRESS;
    } else if (behind.isPresent()) {
      reason = Waiting.Reason.BEHIND_AN_EARLIER_ONE;
    } else if (row.getBoolean("fetched")) {
      reason = Waiting.Reason.TO_BE_FETCHED;
    } else if (row.getBoolean("later") && row.getInt("failures") > 0) {
      reason = Waiting.Reason.FAILING;
    } else if (row.getBoolean("later")) {
      reason = Waiting.Reason.TRIED_AGAIN;
    } else if (row.getInt("in_lane") >= OutboxStore.IN_WORK_PER_LANE) {
      reason = Waiting.Reason.LANE_FULL;
    } else {
      reason = Waiting.Reason.QUEUED;
    }
    boolean byItself = reason == Waiting.Reason.FAILING || reason == Waiting.Reason.TRIED_AGAIN;
    return new Waiting(
        Rows.uuid(row, "id"),
        row.getString("subject"),
        WorkKind.valueOf(row.getString("kind")),
        reason,
        row.getInt("attempt"),
        byItself ? Optional.of(Rows.instant(row, "not_before")) : Optional.empty(),
        Rows.optionalText(row, "why"),
        behind);
  }
}
