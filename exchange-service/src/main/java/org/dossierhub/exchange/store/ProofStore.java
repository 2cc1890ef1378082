package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.dossier.KeptProofs;
import org.dossierhub.exchange.dossier.KeptVerdict;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.Verdict;
import org.jdbi.v3.core.Handle;

/** Proofs in PostgreSQL: bytes by their digest, and beside them which verdict rests on which. */
@ApplicationScoped
public class ProofStore implements KeptProofs {
  private static final String VERDICTS =
      "select v.id, d.code, coalesce(v.part, r.title) as about, v.result is not null as of_result,"
          + " v.verdict, v.at from validation_report v left join message m on m.reference = v.message"
          + " left join result r on r.id = v.result"
          + " join dossier d on d.id = coalesce(m.dossier, r.dossier_id) where d.agency = :agency ";

  private final Database database;

  /** For the container's proxy. */
  protected ProofStore() {
    this(null);
  }

  @Inject
  public ProofStore(Database database) {
    this.database = database;
  }

  /** In the transaction that writes the report. */
  static void link(Handle handle, long report, List<Proof> proofs) {
    int position = 0;
    for (var proof : proofs) {
      // the row is locked until the link beside it is there: a deletion waits, and then sees it
      handle
          .createUpdate(
              "insert into proof (sha256, content) values (:sha256, :content)"
                  + " on conflict (sha256) do update set kept_at = now()")
          .bind("sha256", proof.digest())
          .bind("content", proof.bytes())
          .execute();
      handle
          .createUpdate(
              "insert into report_proof (report, position, kind, label, sha256, size)"
                  + " values (:report, :position, :kind, :label, :sha256, :size)")
          .bind("report", report)
          .bind("position", ++position)
          .bind("kind", proof.kind().name())
          .bind("label", proof.label())
          .bind("sha256", proof.digest())
          .bind("size", (long) proof.bytes().length)
          .execute();
    }
  }

  private record Row(
      long id, DossierCode dossier, String about, boolean ofResult, Verdict verdict, Instant at) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong("id"),
          new DossierCode(row.getString("code")),
          row.getString("about"),
          row.getBoolean("of_result"),
          Verdict.valueOf(row.getString("verdict")),
          Rows.instant(row, "at"));
    }
  }

  @Override
  public List<KeptVerdict> newest(AgencyCode agency, Optional<String> dossier, int atMost) {
    return database.read(
        h ->
            withProofs(
                h,
                h.createQuery(
                        VERDICTS
                            + "and (cast(:dossier as text) is null or d.code = :dossier)"
                            + " and exists (select 1 from report_proof p where p.report = v.id)"
                            + " order by v.id desc limit :atMost")
                    .bind("agency", agency)
                    .bind("dossier", dossier.orElse(null))
                    .bind("atMost", atMost)
                    .map((row, context) -> Row.of(row))
                    .list()));
  }

  @Override
  public Optional<KeptVerdict> verdict(AgencyCode agency, long report) {
    return database.read(
        h ->
            withProofs(
                    h,
                    h.createQuery(VERDICTS + "and v.id = :report")
                        .bind("agency", agency)
                        .bind("report", report)
                        .map((row, context) -> Row.of(row))
                        .list())
                .stream()
                .findFirst());
  }

  @Override
  public Optional<KeptVerdict> about(AgencyCode agency, UUID message, String part) {
    return database.read(
        h ->
            withProofs(
                    h,
                    h.createQuery(
                            VERDICTS
                                + "and v.message = :message and v.part = :part"
                                + " order by v.id desc limit 1")
                        .bind("agency", agency)
                        .bind("message", message)
                        .bind("part", part)
                        .map((row, context) -> Row.of(row))
                        .list())
                .stream()
                .findFirst());
  }

  private static List<KeptVerdict> withProofs(Handle handle, List<Row> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    var proofs = new LinkedHashMap<Long, List<KeptVerdict.Kept>>();
    rows.forEach(row -> proofs.put(row.id, new ArrayList<>()));
    handle
        .createQuery("select * from report_proof where report in (<reports>) order by position")
        .bindList("reports", new ArrayList<>(proofs.keySet()))
        .map(
            (row, context) -> {
              proofs.get(row.getLong("report")).add(kept(row));
              return row.getLong("report");
            })
        .list();
    return rows.stream()
        .map(
            row ->
                new KeptVerdict(
                    row.id,
                    row.dossier,
                    row.about,
                    row.ofResult,
                    row.verdict,
                    row.at,
                    proofs.get(row.id)))
        .toList();
  }

  private static KeptVerdict.Kept kept(ResultSet row) throws SQLException {
    return new KeptVerdict.Kept(
        row.getInt("position"),
        Proof.Kind.valueOf(row.getString("kind")),
        row.getString("label"),
        new Sha256(row.getString("sha256")),
        row.getLong("size"),
        Rows.optionalInstant(row, "deleted_at"),
        Rows.optionalText(row, "deleted_by"));
  }

  @Override
  public Optional<byte[]> content(AgencyCode agency, long report, int position) {
    if (verdict(agency, report).isEmpty()) {
      return Optional.empty();
    }
    return database.read(
        h ->
            h.createQuery(
                    "select content from report_proof l join proof p on p.sha256 = l.sha256"
                        + " where l.report = :report and l.position = :position"
                        + " and l.deleted_at is null")
                .bind("report", report)
                .bind("position", position)
                .mapTo(byte[].class)
                .findOne());
  }

  @Override
  public Deleted delete(AgencyCode agency, long report, String by, Instant at) {
    if (verdict(agency, report).isEmpty()) {
      return new Deleted(0, 0);
    }
    return database.read(
        h -> {
          // locked first, in a statement of its own: what others have linked meanwhile is seen by
          // the statements after it
          h.createQuery(
                  "select sha256 from proof where sha256 in (select sha256 from report_proof"
                      + " where report = :report and deleted_at is null) order by sha256 for update")
              .bind("report", report)
              .mapTo(String.class)
              .list();
          var taken =
              h.createQuery(
                      "update report_proof set deleted_at = :at, deleted_by = :by"
                          + " where report = :report and deleted_at is null returning sha256")
                  .bind("report", report)
                  .bind("at", at)
                  .bind("by", by)
                  .mapTo(String.class)
                  .list();
          int gone =
              taken.isEmpty()
                  ? 0
                  : h.createUpdate(
                          "delete from proof p where p.sha256 in (<taken>) and not exists"
                              + " (select 1 from report_proof l where l.sha256 = p.sha256"
                              + " and l.deleted_at is null)")
                      .bindList("taken", taken)
                      .execute();
          return new Deleted(taken.size(), taken.size() - gone);
        });
  }
}
