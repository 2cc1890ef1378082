package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.WaitingWork;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The outbox in PostgreSQL. Leases are measured by the database's clock alone, so that nodes with
 * different clocks agree; the number of the claim is the fence.
 */
@ApplicationScoped
public class OutboxStore implements Outbox {
  private static final int FAILURES_BEFORE_SET_ASIDE = 5;

  /**
   * A lane never has more than this many pieces of one kind in work: one slow partner cannot hold
   * everybody's threads.
   */
  static final int IN_WORK_PER_LANE = 4;

  private static final String KINDS =
      Stream.of(WorkKind.values()).map(WorkKind::name).collect(Collectors.joining(","));

  private static final String DUE =
      "set_aside_at is null and not_before <= clock_timestamp()"
          + " and (leased_until is null or leased_until <= clock_timestamp())";

  // Lane by lane, by hops over the index, so that the cost grows with the lanes and not with what
  // waits in them. The candidates are chosen without locks, one per lane before the second of any
  // lane; the lock and the second look at the conditions decide.
  private static final String CLAIM =
      """
      with recursive lanes as (
        select first.kind, first.lane from unnest(string_to_array(:kinds, ',')) as wanted (kind) cross join lateral (
          select kind, lane from outbox o where o.kind = wanted.kind and set_aside_at is null order by lane limit 1) first
        union all
        select next.kind, next.lane from lanes l cross join lateral (
          select kind, lane from outbox o where o.kind = l.kind and o.lane > l.lane and set_aside_at is null
          order by lane limit 1) next
      ), open as (
        select l.kind, l.lane,
               (select count(*) from outbox w where w.kind = l.kind and w.lane = l.lane
                  and w.leased_until is not null and w.leased_until > clock_timestamp() and w.set_aside_at is null) as in_work,
               case when r.failures is null then :perLane else 1 end as room
        from lanes l left join lane_rest r on r.kind = l.kind and r.lane = l.lane
        where r.until is null or r.until <= clock_timestamp()
      ), due as (
        select front.id, front.sequence, row_number() over (partition by open.kind, open.lane order by front.sequence) as place
        from open cross join lateral (
          select o.id, o.sequence from outbox o
          where o.kind = open.kind and o.lane = open.lane and %1$s
            and (o.order_key is null or not exists (
                  select 1 from outbox e where e.kind = o.kind and e.lane = o.lane and e.order_key = o.order_key
                    and e.sequence < o.sequence and e.set_aside_at is null))
          order by o.sequence limit greatest(open.room - open.in_work, 0)) front
      ), chosen as (
        select id from outbox
        where id in (select id from due order by place, sequence limit :atMost)
          and %1$s
        for update skip locked
      )
      update outbox o set attempt = o.attempt + 1, leased_until = clock_timestamp() + :lease * interval '1 millisecond'
      from chosen where o.id = chosen.id
      returning o.id, o.kind, o.lane, o.subject, o.attempt
      """
          .formatted(DUE);

  // By the first row of each index: it is asked many times a second, and the claim looks closer.
  private static final String MAY_BE_DUE =
      """
      select wanted.kind from unnest(string_to_array(:kinds, ',')) as wanted (kind)
      cross join lateral (
        select 1 from outbox o where o.kind = wanted.kind and set_aside_at is null order by o.lane limit 1) anything
      where (select not_before from outbox where set_aside_at is null order by not_before limit 1) <= statement_timestamp()
      """;

  private static final String MINE =
      " where id = :id and attempt = :attempt and leased_until is not null and set_aside_at is null";

  // A row that is locked is about to be done, given back or set aside: nobody waits for it here.
  private static final String RENEW =
      """
      with held as (
        select o.id, o.attempt from outbox o
        join unnest(cast(string_to_array(:ids, ',') as uuid[]), cast(string_to_array(:attempts, ',') as integer[]))
          as mine (id, attempt) on mine.id = o.id and mine.attempt = o.attempt
        where o.leased_until is not null and o.set_aside_at is null
      ), free as (
        select o.id from outbox o join held on held.id = o.id and held.attempt = o.attempt
        where o.leased_until is not null and o.set_aside_at is null
        for update of o skip locked
      ), renewed as (
        update outbox o set leased_until = clock_timestamp() + :lease * interval '1 millisecond'
        from free where o.id = free.id
      )
      select id from held
      """;

  private static final String GIVE_BACK =
      "update outbox set leased_until = null, why = :why,"
          + " not_before = clock_timestamp() + :pause * interval '1 millisecond'";

  private final Database database;

  /** For the container's proxy. */
  protected OutboxStore() {
    this(null);
  }

  @Inject
  public OutboxStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(WorkKind kind, String lane, String subject) {
    add(kind, lane, subject, null, null);
  }

  @Override
  public void addInOrder(WorkKind kind, String lane, String subject, String order) {
    add(kind, lane, subject, order, null);
  }

  @Override
  public void addInOrder(
      WorkKind kind, String lane, String subject, String order, Instant notBefore) {
    add(kind, lane, subject, order, notBefore);
  }

  @Override
  public void drop(WorkKind kind, String lane, String subject, String order) {
    database.writeTogether(
        "delete from outbox where kind = :kind and lane = :lane and order_key = :order"
            + " and subject = :subject",
        Map.of("kind", kind.name(), "lane", lane, "order", order, "subject", subject));
  }

  private static final String LANE_FAILED =
      """
      insert into lane_rest (kind, lane, failures, until) values (:kind, :lane, 1, clock_timestamp())
      on conflict (kind, lane) do update set failures = least(lane_rest.failures + 1, 100),
        until = case when lane_rest.failures < 2 then clock_timestamp() else
          clock_timestamp() + (0.75 + random() * 0.5)
            * least(300, 5 * power(2, least(lane_rest.failures - 2, 10))) * interval '1 second' end
      """;

  @Override
  public void laneFailed(WorkKind kind, String lane) {
    inLane(LANE_FAILED, kind, lane);
  }

  // Whoever answers again gets what waited for him at once, not when its pause is over. The first
  // part says whether the lane had failed before; in one that had not, nothing is hurried.
  private static final String HURRY_IF_FAILED =
      """
      with failed as (%s where kind = :kind and lane = :lane returning 1)
      update outbox set not_before = clock_timestamp()
      where exists (select 1 from failed) and kind = :kind and lane = :lane and set_aside_at is null
        and leased_until is null and not_before > clock_timestamp()
      """;

  private static final String LANE_WORKED = HURRY_IF_FAILED.formatted("delete from lane_rest");

  private static final String END_REST =
      HURRY_IF_FAILED.formatted("update lane_rest set until = least(until, clock_timestamp())");

  @Override
  public void laneWorked(WorkKind kind, String lane) {
    inLane(LANE_WORKED, kind, lane);
  }

  @Override
  public void endRest(WorkKind kind, String lane) {
    inLane(END_REST, kind, lane);
  }

  @Override
  public void wake(WorkKind kind, String lane) {
    inLane("delete from lane_rest where kind = :kind and lane = :lane", kind, lane);
    inLane(
        "update outbox set not_before = clock_timestamp() where kind = :kind"
            + " and lane = :lane and set_aside_at is null and leased_until is null"
            + " and not_before > clock_timestamp()",
        kind,
        lane);
  }

  private void inLane(String statement, WorkKind kind, String lane) {
    database.write(
        h -> h.createUpdate(statement).bind("kind", kind.name()).bind("lane", lane).execute());
  }

  private void add(WorkKind kind, String lane, String subject, String order, Instant notBefore) {
    var values = new HashMap<String, Object>();
    values.put("notBefore", notBefore);
    values.put("id", UUID.randomUUID());
    values.put("kind", kind.name());
    values.put("lane", lane);
    values.put("subject", subject);
    values.put("order", order);
    database.writeTogether(
        "insert into outbox (id, kind, lane, subject, order_key, not_before)"
            + " values (:id, :kind, :lane, :subject, :order, coalesce(cast(:notBefore as timestamptz), now()))",
        values);
  }

  @Override
  public Set<WorkKind> due() {
    return database.read(
        h ->
            h.createQuery(MAY_BE_DUE)
                .bind("kinds", KINDS)
                .mapTo(WorkKind.class)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(WorkKind.class))));
  }

  @Override
  public List<Work> claim(int atMost, Duration lease) {
    return claim(KINDS, atMost, lease);
  }

  @Override
  public List<Work> claim(WorkKind kind, int atMost, Duration lease) {
    return claim(kind.name(), atMost, lease);
  }

  private List<Work> claim(String kinds, int atMost, Duration lease) {
    return database.read(
        h ->
            h.createQuery(CLAIM)
                .bind("kinds", kinds)
                .bind("perLane", IN_WORK_PER_LANE)
                .bind("atMost", atMost)
                .bind("lease", lease.toMillis())
                .map(OutboxStore::work)
                .list());
  }

  @Override
  public Set<Work> renew(Collection<Work> works, Duration lease) {
    if (works.isEmpty()) {
      return Set.of();
    }
    var held =
        database.read(
            h ->
                h.createQuery(RENEW)
                    .bind("ids", joined(works, Work::id))
                    .bind("attempts", joined(works, Work::attempt))
                    .bind("lease", lease.toMillis())
                    .mapTo(UUID.class)
                    .collect(Collectors.toSet()));
    return works.stream().filter(work -> held.contains(work.id())).collect(Collectors.toSet());
  }

  private static String joined(Collection<Work> works, Function<Work, Object> value) {
    return works.stream().map(value).map(String::valueOf).collect(Collectors.joining(","));
  }

  @Override
  public boolean isHeld(Work work) {
    return database.read(
        h ->
            h.createQuery("select exists (select 1 from outbox" + MINE + ")")
                .bind("id", work.id())
                .bind("attempt", work.attempt())
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public void done(Work work) {
    change(work, "delete from outbox", Map.of());
  }

  @Override
  public void giveBack(Work work) {
    change(work, "update outbox set leased_until = null", Map.of());
  }

  @Override
  public void retry(Work work, Duration pause, String why) {
    change(work, GIVE_BACK, Map.of("pause", pause.toMillis(), "why", why));
  }

  @Override
  public void failed(Work work, Duration pause, String why) {
    change(
        work,
        GIVE_BACK
            + ", failures = failures + 1,"
            + " set_aside_at = case when failures + 1 >= :most then clock_timestamp() end",
        Map.of("pause", pause.toMillis(), "why", why, "most", FAILURES_BEFORE_SET_ASIDE));
  }

  @Override
  public void setAside(Work work, String why) {
    change(
        work,
        "update outbox set leased_until = null, set_aside_at = clock_timestamp(), why = :why",
        Map.of("why", why));
  }

  @Override
  public List<WaitingWork> waiting(int atMost) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from outbox order by set_aside_at is null, sequence limit :atMost")
                .bind("atMost", atMost)
                .map(OutboxStore::waitingWork)
                .list());
  }

  @Override
  public List<WaitingWork> about(String subject) {
    return database.read(
        h ->
            h.createQuery("select * from outbox where subject = :subject order by sequence")
                .bind("subject", subject)
                .map(OutboxStore::waitingWork)
                .list());
  }

  @Override
  public boolean setAside(UUID id, String why) {
    return database.read(
            h ->
                h.createUpdate(
                        "update outbox set set_aside_at = clock_timestamp(), leased_until = null,"
                            + " attempt = attempt + 1, why = :why"
                            + " where id = :id and set_aside_at is null")
                    .bind("id", id)
                    .bind("why", why)
                    .execute())
        == 1;
  }

  @Override
  public boolean hurry(UUID id) {
    return database.read(
            h ->
                h.createUpdate(
                        "update outbox set not_before = clock_timestamp() where id = :id"
                            + " and set_aside_at is null and not_before > clock_timestamp()")
                    .bind("id", id)
                    .execute())
        == 1;
  }

  @Override
  public boolean bringBack(UUID id) {
    return database.read(
            h ->
                h.createUpdate(
                        "update outbox set set_aside_at = null, failures = 0, not_before = clock_timestamp()"
                            + " where id = :id and set_aside_at is not null")
                    .bind("id", id)
                    .execute())
        == 1;
  }

  private boolean change(Work work, String statement, Map<String, ?> parameters) {
    return database.read(
            h ->
                h.createUpdate(statement + MINE)
                    .bindMap(parameters)
                    .bind("id", work.id())
                    .bind("attempt", work.attempt())
                    .execute())
        == 1;
  }

  private static Work work(ResultSet row, StatementContext context) throws SQLException {
    return new Work(
        Rows.uuid(row, "id"),
        WorkKind.valueOf(row.getString("kind")),
        row.getString("lane"),
        row.getString("subject"),
        row.getInt("attempt"));
  }

  private static WaitingWork waitingWork(ResultSet row, StatementContext context)
      throws SQLException {
    return new WaitingWork(
        Rows.uuid(row, "id"),
        WorkKind.valueOf(row.getString("kind")),
        row.getString("lane"),
        row.getString("subject"),
        row.getInt("attempt"),
        row.getInt("failures"),
        Rows.instant(row, "added_at"),
        Rows.instant(row, "not_before"),
        Rows.optionalInstant(row, "set_aside_at").isPresent(),
        Rows.optionalText(row, "why"));
  }
}
