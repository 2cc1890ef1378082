package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.dossier.DocumentVerdict;
import org.dossierhub.exchange.dossier.DocumentVerdicts;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.ReportJson;
import org.jdbi.v3.core.statement.StatementContext;

/** Reports about documents in PostgreSQL; each stays as it was written. */
@ApplicationScoped
public class VerdictStore implements DocumentVerdicts {
  private static final String NEWEST =
      "select distinct on (v.message, v.part) v.message, v.part, v.report, p.position, m.received_at"
          + " from validation_report v join message m on m.reference = v.message"
          + " join message_part p on p.message = v.message and p.name = v.part where ";

  private final Database database;

  /** For the container's proxy. */
  protected VerdictStore() {
    this(null);
  }

  @Inject
  public VerdictStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(DocumentVerdict verdict, List<Proof> proofs) {
    write(
        Optional.of(verdict.message()),
        Optional.of(verdict.part()),
        Optional.empty(),
        new Examined(verdict.report(), proofs));
  }

  @Override
  public void addOfResult(UUID result, Examined examined) {
    write(Optional.empty(), Optional.empty(), Optional.of(result), examined);
  }

  private void write(
      Optional<UUID> message, Optional<String> part, Optional<UUID> result, Examined examined) {
    var report = examined.report();
    database.write(
        h -> {
          long id =
              h.createUpdate(
                      "insert into validation_report (message, part, result, verdict, report, at)"
                          + " values (cast(:message as uuid), cast(:part as text), cast(:result as uuid), :verdict, :report, :at)")
                  .bind("message", message.orElse(null))
                  .bind("part", part.orElse(null))
                  .bind("result", result.orElse(null))
                  .bind("verdict", report.verdict().name())
                  .bind("report", ReportJson.write(report))
                  .bind("at", report.at())
                  .executeAndReturnGeneratedKeys("id")
                  .mapTo(Long.class)
                  .one();
          ProofStore.link(h, id, examined.proofs());
        });
  }

  @Override
  public List<DocumentVerdict> ofMessage(UUID message) {
    return newest("v.message = :id", message);
  }

  @Override
  public List<DocumentVerdict> ofDossier(UUID dossier) {
    return newest("m.dossier = :id", dossier);
  }

  private List<DocumentVerdict> newest(String condition, UUID id) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from ("
                        + NEWEST
                        + condition
                        + " order by v.message, v.part, v.id desc) newest order by received_at, position")
                .bind("id", id)
                .map(VerdictStore::verdict)
                .list());
  }

  private static DocumentVerdict verdict(ResultSet row, StatementContext context)
      throws SQLException {
    return new DocumentVerdict(
        Rows.uuid(row, "message"), row.getString("part"), ReportJson.read(row.getString("report")));
  }
}
