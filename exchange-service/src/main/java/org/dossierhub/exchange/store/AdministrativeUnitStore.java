package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.agency.AdministrativeUnit;
import org.dossierhub.exchange.agency.AdministrativeUnits;
import org.dossierhub.signing.identity.AgencyCode;
import org.jdbi.v3.core.statement.StatementContext;

/** Codes of provinces and ministries in PostgreSQL. */
@ApplicationScoped
public class AdministrativeUnitStore implements AdministrativeUnits {
  private final Database database;

  /** For the container's proxy. */
  protected AdministrativeUnitStore() {
    this(null);
  }

  @Inject
  public AdministrativeUnitStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<AdministrativeUnit> byCode(AgencyCode code) {
    return database.read(
        h ->
            h.createQuery("select * from administrative_unit where code = :code")
                .bind("code", code)
                .map(AdministrativeUnitStore::unit)
                .findOne());
  }

  @Override
  public List<AdministrativeUnit> all() {
    return database.read(
        h ->
            h.createQuery("select * from administrative_unit order by kind desc, code")
                .map(AdministrativeUnitStore::unit)
                .list());
  }

  @Override
  public int addMissing(List<AdministrativeUnit> units) {
    return database.read(
        h -> {
          int added = 0;
          for (var unit : units) {
            added +=
                h.createUpdate(
                        "insert into administrative_unit (code, name, kind, successor_name, successor_code,"
                            + " merged_on, confidence) values (:code, :name, :kind, :successorName,"
                            + " :successorCode, :mergedOn, :confidence) on conflict do nothing")
                    .bind("code", unit.code())
                    .bind("name", unit.name())
                    .bind("kind", unit.kind())
                    .bind("successorName", unit.successorName().orElse(null))
                    .bind("successorCode", unit.successorCode().map(AgencyCode::value).orElse(null))
                    .bind("mergedOn", unit.mergedOn().orElse(null))
                    .bind("confidence", unit.confidence())
                    .execute();
          }
          return added;
        });
  }

  private static AdministrativeUnit unit(ResultSet row, StatementContext context)
      throws SQLException {
    return new AdministrativeUnit(
        new AgencyCode(row.getString("code")),
        row.getString("name"),
        row.getString("kind"),
        Rows.optionalText(row, "successor_name"),
        Rows.optionalText(row, "successor_code").map(AgencyCode::new),
        Rows.optionalDate(row, "merged_on"),
        row.getString("confidence"));
  }
}
