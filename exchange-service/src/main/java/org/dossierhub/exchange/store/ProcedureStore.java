package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.signing.identity.ProcedureCode;
import org.jdbi.v3.core.statement.StatementContext;

/** The catalogue of procedures in PostgreSQL. */
@ApplicationScoped
public class ProcedureStore implements Procedures {
  private final Database database;

  /** For the container's proxy. */
  protected ProcedureStore() {
    this(null);
  }

  @Inject
  public ProcedureStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Procedure> byId(UUID id) {
    return database.read(
        h ->
            h.createQuery("select * from procedure where id = :id")
                .bind("id", id)
                .map(ProcedureStore::procedure)
                .findOne());
  }

  @Override
  public Optional<Procedure> byCode(ProcedureCode code) {
    return database.read(
        h ->
            h.createQuery("select * from procedure where left(code, 8) = :code")
                .bind("code", code.national())
                .map(ProcedureStore::procedure)
                .findOne());
  }

  @Override
  public List<Procedure> search(String words, int offset, int atMost) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from procedure where "
                        + Words.allIn("concat_ws(' ', name, field, agency, province, code)")
                        + " order by province, position offset :offset limit :atMost")
                .bind("words", Words.of(words))
                .bind("offset", offset)
                .bind("atMost", atMost)
                .map(ProcedureStore::procedure)
                .list());
  }

  @Override
  public int count() {
    return database.read(
        h -> h.createQuery("select count(*) from procedure").mapTo(Integer.class).one());
  }

  @Override
  public void setCode(UUID id, Optional<ProcedureCode> code) {
    database.write(
        h ->
            h.createUpdate("update procedure set code = :code where id = :id")
                .bind("code", code.map(ProcedureCode::value).orElse(null))
                .bind("id", id)
                .execute());
  }

  @Override
  public int addMissing(List<Procedure> procedures) {
    return database.read(
        h -> {
          int added = 0;
          int position = 0;
          for (var procedure : procedures) {
            added +=
                h.createUpdate(
                        "insert into procedure (id, source, province, tier, group_name, number, name, level,"
                            + " agency, field, year, position, code) values (:id, :source, :province, :tier,"
                            + " :group, :number, :name, :level, :agency, :field, :year, :position, :code)"
                            + " on conflict (id) do nothing")
                    .bind("id", procedure.id())
                    .bind("source", procedure.source())
                    .bind("province", procedure.province())
                    .bind("tier", procedure.tier())
                    .bind("group", procedure.group())
                    .bind("number", procedure.number())
                    .bind("name", procedure.name())
                    .bind("level", procedure.level())
                    .bind("agency", procedure.agency().orElse(null))
                    .bind("field", procedure.field().orElse(null))
                    .bind("year", procedure.year())
                    .bind("position", position++)
                    .bind("code", procedure.code().map(ProcedureCode::value).orElse(null))
                    .execute();
          }
          return added;
        });
  }

  private static Procedure procedure(ResultSet row, StatementContext context) throws SQLException {
    return new Procedure(
        Rows.uuid(row, "id"),
        row.getString("name"),
        row.getString("source"),
        row.getString("province"),
        row.getString("tier"),
        row.getString("group_name"),
        row.getString("number"),
        row.getString("level"),
        Rows.optionalText(row, "agency"),
        Rows.optionalText(row, "field"),
        row.getString("year"),
        Rows.optionalText(row, "code").map(ProcedureCode::new));
  }
}
