package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.result.PublicToken;
import org.dossierhub.exchange.result.Publication;
import org.dossierhub.exchange.result.Remark;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultNumber;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.result.Withdrawal;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * {@link Results} in the tables {@code result}, {@code result_revision} and {@code
 * result_distribution}.
 */
@ApplicationScoped
public class StoredResults implements Results {
  private static final String SELECT =
      """
      select r.*, v.kind, v.digest, v.size, v.made_by, v.made_at, n.symbol as number_symbol, n.dated,
             array(select d.agency from result_distribution d where d.result = r.id order by 1) as distribution
      from result r
      join result_revision v on v.result = r.id and v.number = r.latest
      left join number_register n on n.agency = r.agency and n.year = r.number_year and n.number = r.number
      """;

  /** The condition of every change: nobody was faster. */
  private static final String AS_READ = " where id = :id and state = :state and latest = :latest";

  private Database database;

  /** For the container. */
  protected StoredResults() {}

  @Inject
  public StoredResults(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Result> ofAgency(AgencyCode agency, UUID id) {
    return database.read(
        h ->
            h.createQuery(SELECT + "where r.id = :id and r.agency = :agency")
                .bind("id", id)
                .bind("agency", agency)
                .map((row, context) -> result(row))
                .findOne());
  }

  @Override
  public List<Result> ofAgency(AgencyCode agency, int atMost) {
    return database.read(
        h ->
            h.createQuery(
                    SELECT + "where r.agency = :agency order by r.prepared_at desc limit :atMost")
                .bind("agency", agency)
                .bind("atMost", atMost)
                .map((row, context) -> result(row))
                .list());
  }

  @Override
  public List<Result> ofDossier(UUID dossier) {
    return database.read(
        h ->
            h.createQuery(SELECT + "where r.dossier_id = :dossier order by r.prepared_at")
                .bind("dossier", dossier)
                .map((row, context) -> result(row))
                .list());
  }

  @Override
  public Optional<Result> byId(UUID id) {
    return database.read(
        h ->
            h.createQuery(SELECT + "where r.id = :id")
                .bind("id", id)
                .map((row, context) -> result(row))
                .findOne());
  }

  @Override
  public Optional<Result> published(PublicToken token) {
    return database.read(
        h ->
            h.createQuery(SELECT + "where r.public_token = :token")
                .bind("token", token.value())
                .map((row, context) -> result(row))
                .findOne());
  }

  @Override
  public Optional<Result> publishedAs(Sha256 digest) {
    return database.read(
        h ->
            h.createQuery(SELECT + "where r.published_digest = :digest")
                .bind("digest", digest)
                .map((row, context) -> result(row))
                .findOne());
  }

  @Override
  public List<Revision> revisions(UUID id) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select number as latest, kind, digest, size, made_by, made_at
                    from result_revision where result = :id order by number
                    """)
                .bind("id", id)
                .map((row, context) -> revision(row))
                .list());
  }

  @Override
  public void add(Result result) {
    database.write(
        h -> {
          h.createUpdate(
                  """
                  with revision as (
                    insert into result_revision (result, number, kind, digest, size, made_by, made_at)
                    values (:id, :latest, :kind, :digest, :size, cast(:by as uuid), :at))
                  insert into result (id, dossier_id, dossier_code, agency, state, title, symbol, pages, latest,
                                      prepared_by, prepared_at)
                  values (:id, :dossier, :code, :agency, :state, :title, :symbol, :pages, :latest,
                          :preparedBy, :prepared)
                  """)
              .bind("id", result.id())
              .bind("dossier", result.dossierId())
              .bind("code", result.dossier())
              .bind("agency", result.agency())
              .bind("state", result.state().name())
              .bind("title", result.title())
              .bind("symbol", result.symbol())
              .bind("pages", result.pages())
              .bind("latest", result.latest().number())
              .bind("kind", result.latest().kind().name())
              .bind("digest", result.latest().digest())
              .bind("size", result.latest().size())
              .bind("by", result.latest().by().orElse(null))
              .bind("at", result.latest().at())
              .bind("preparedBy", result.preparedBy())
              .bind("prepared", result.prepared())
              .execute();
          for (var agency : result.distribution()) {
            h.createUpdate("insert into result_distribution (result, agency) values (:id, :agency)")
                .bind("id", result.id())
                .bind("agency", agency)
                .execute();
          }
        });
  }

  @Override
  public boolean revise(Result read, ResultState next, Revision revision) {
    return changed(
        read,
        """
        with moved as (
          update result set state = :next, latest = :number
        """
            + AS_READ
            + " returning id)"
            + INSERT_REVISION,
        Optional.of(revision),
        next,
        Optional.empty());
  }

  private static final String INSERT_REVISION =
      """

      insert into result_revision (result, number, kind, digest, size, made_by, made_at)
      select id, :number, :kind, :digest, :size, cast(:by as uuid), :at from moved
      """;

  @Override
  public boolean number(Result read, ResultNumber number, Revision revision) {
    return changed(
        read,
        """
        with moved as (
          update result set state = :next, latest = :number, number_year = :year, number = :given
        """
            + AS_READ
            + " returning id)"
            + INSERT_REVISION,
        Optional.of(revision),
        ResultState.AWAITING_SEAL,
        Optional.of(number));
  }

  private boolean changed(
      Result read,
      String sql,
      Optional<Revision> made,
      ResultState next,
      Optional<ResultNumber> number) {
    return database.read(
            h -> {
              var update =
                  h.createUpdate(sql)
                      .bind("id", read.id())
                      .bind("state", read.state().name())
                      .bind("latest", read.latest().number())
                      .bind("next", next.name());
              made.ifPresent(
                  revision ->
                      update
                          .bind("number", revision.number())
                          .bind("kind", revision.kind().name())
                          .bind("digest", revision.digest())
                          .bind("size", revision.size())
                          .bind("by", revision.by().orElse(null))
                          .bind("at", revision.at()));
              number.ifPresent(
                  given -> update.bind("year", given.year()).bind("given", given.number()));
              return update.execute();
            })
        == 1;
  }

  @Override
  public boolean putAside(Result read, ResultState next, Remark remark) {
    return database.read(
            h ->
                h.createUpdate(
                        "update result set state = :next, remark = :reason, remark_by = :by,"
                            + " remark_at = :at"
                            + AS_READ)
                    .bind("id", read.id())
                    .bind("state", read.state().name())
                    .bind("latest", read.latest().number())
                    .bind("next", next.name())
                    .bind("reason", remark.reason())
                    .bind("by", remark.by())
                    .bind("at", remark.at())
                    .execute())
        == 1;
  }

  @Override
  public boolean redraft(Result read, Draft draft) {
    var revision = draft.revision();
    return database.read(
            h ->
                h.createUpdate(
                        """
                        with moved as (
                          update result set state = 'AWAITING_LEADER', latest = :number, title = :title,
                                            symbol = :symbol, pages = :pages
                        """
                            + AS_READ
                            + " returning id)"
                            + INSERT_REVISION)
                    .bind("id", read.id())
                    .bind("state", read.state().name())
                    .bind("latest", read.latest().number())
                    .bind("title", draft.title())
                    .bind("symbol", draft.symbol())
                    .bind("pages", draft.pages())
                    .bind("number", revision.number())
                    .bind("kind", revision.kind().name())
                    .bind("digest", revision.digest())
                    .bind("size", revision.size())
                    .bind("by", revision.by().orElse(null))
                    .bind("at", revision.at())
                    .execute())
        == 1;
  }

  @Override
  public boolean withdrawNumber(Result read, Revision signed) {
    return database.read(
            h ->
                h.createUpdate(
                        "update result set state = 'AWAITING_NUMBER', latest = :signed,"
                            + " number_year = null, number = null"
                            + AS_READ)
                    .bind("id", read.id())
                    .bind("state", read.state().name())
                    .bind("latest", read.latest().number())
                    .bind("signed", signed.number())
                    .execute())
        == 1;
  }

  @Override
  public boolean publish(Result read, Publication publication) {
    return database.read(
            h ->
                h.createUpdate(
                        "update result set state = 'PUBLISHED', public_token = :token,"
                            + " published_digest = :digest, published_at = :at"
                            + AS_READ)
                    .bind("id", read.id())
                    .bind("state", read.state().name())
                    .bind("latest", read.latest().number())
                    .bind("token", publication.token().value())
                    .bind("digest", publication.digest())
                    .bind("at", publication.at())
                    .execute())
        == 1;
  }

  @Override
  public boolean withdraw(Result read, Withdrawal withdrawal) {
    return database.read(
            h ->
                h.createUpdate(
                        "update result set state = :next, withdrawn_at = :at,"
                            + " withdrawn_reason = :reason, successor = cast(:successor as uuid)"
                            + AS_READ)
                    .bind("id", read.id())
                    .bind("state", read.state().name())
                    .bind("latest", read.latest().number())
                    .bind("next", withdrawal.successor().isPresent() ? "REPLACED" : "REVOKED")
                    .bind("at", withdrawal.at())
                    .bind("reason", withdrawal.reason())
                    .bind("successor", withdrawal.successor().orElse(null))
                    .execute())
        == 1;
  }

  @Override
  public int unstampedSince(Instant before) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select count(*) from result r join result_revision v on v.result = r.id and v.number = r.latest
                    where r.state = 'AWAITING_TIMESTAMP' and v.made_at < :before
                    """)
                .bind("before", before)
                .mapTo(Integer.class)
                .one());
  }

  private static Result result(ResultSet row) throws SQLException {
    return new Result(
        row.getObject("id", UUID.class),
        row.getObject("dossier_id", UUID.class),
        new DossierCode(row.getString("dossier_code")),
        new AgencyCode(row.getString("agency")),
        ResultState.valueOf(row.getString("state")),
        row.getString("title"),
        row.getString("symbol"),
        row.getInt("pages"),
        revision(row),
        number(row),
        publication(row),
        withdrawal(row),
        remark(row),
        List.of((String[]) row.getArray("distribution").getArray()).stream()
            .map(AgencyCode::new)
            .toList(),
        row.getObject("prepared_by", UUID.class),
        instant(row, "prepared_at"));
  }

  private static Revision revision(ResultSet row) throws SQLException {
    return new Revision(
        row.getInt("latest"),
        RevisionKind.valueOf(row.getString("kind")),
        new Sha256(row.getString("digest")),
        row.getLong("size"),
        Optional.ofNullable(row.getObject("made_by", UUID.class)),
        instant(row, "made_at"));
  }

  private static Optional<ResultNumber> number(ResultSet row) throws SQLException {
    int year = row.getInt("number_year");
    if (row.wasNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new ResultNumber(
            year,
            row.getInt("number"),
            row.getString("number_symbol"),
            row.getObject("dated", LocalDate.class)));
  }

  private static Optional<Publication> publication(ResultSet row) throws SQLException {
    var token = row.getString("public_token");
    return token == null
        ? Optional.empty()
        : Optional.of(
            new Publication(
                new PublicToken(token),
                new Sha256(row.getString("published_digest")),
                instant(row, "published_at")));
  }

  private static Optional<Remark> remark(ResultSet row) throws SQLException {
    var reason = row.getString("remark");
    return reason == null
        ? Optional.empty()
        : Optional.of(
            new Remark(reason, row.getObject("remark_by", UUID.class), instant(row, "remark_at")));
  }

  private static Optional<Withdrawal> withdrawal(ResultSet row) throws SQLException {
    var reason = row.getString("withdrawn_reason");
    return reason == null
        ? Optional.empty()
        : Optional.of(
            new Withdrawal(
                instant(row, "withdrawn_at"),
                reason,
                Optional.ofNullable(row.getObject("successor", UUID.class))));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
