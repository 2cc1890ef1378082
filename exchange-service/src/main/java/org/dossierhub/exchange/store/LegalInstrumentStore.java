package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.legal.LegalInstrument;
import org.dossierhub.exchange.legal.LegalInstruments;
import org.jdbi.v3.core.statement.StatementContext;

/** {@link LegalInstruments} in the tables {@code legal_instrument} and {@code legal_basis}. */
@ApplicationScoped
public class LegalInstrumentStore implements LegalInstruments {
  private final Database database;

  /** For the container's proxy. */
  protected LegalInstrumentStore() {
    this(null);
  }

  @Inject
  public LegalInstrumentStore(Database database) {
    this.database = database;
  }

  @Override
  public List<LegalInstrument> all() {
    return database.read(
        h ->
            h.createQuery("select * from legal_instrument order by no")
                .map(LegalInstrumentStore::instrument)
                .list());
  }

  @Override
  public Optional<LegalInstrument> byNo(String no) {
    return database.read(
        h ->
            h.createQuery("select * from legal_instrument where no = :no")
                .bind("no", no)
                .map(LegalInstrumentStore::instrument)
                .findOne());
  }

  @Override
  public List<LegalInstrument> basisOn(LocalDate day) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select distinct i.* from legal_basis b join legal_instrument i on i.no = b.instrument
                    where :day between b.valid_from and coalesce(b.valid_until, :day)
                      and i.verified_on is not null
                      and :day between i.effective_from and coalesce(i.effective_to, :day)
                    order by i.no
                    """)
                .bind("day", day)
                .map(LegalInstrumentStore::instrument)
                .list());
  }

  @Override
  public void verified(
      String no,
      LocalDate effectiveFrom,
      Optional<LocalDate> effectiveTo,
      String by,
      LocalDate on) {
    database.write(
        h ->
            h.createUpdate(
                    "update legal_instrument set effective_from = :from, effective_to = :to,"
                        + " verified_by = :by, verified_on = :on where no = :no")
                .bind("no", no)
                .bind("from", effectiveFrom)
                .bind("to", effectiveTo.orElse(null))
                .bind("by", by)
                .bind("on", on)
                .execute());
  }

  private static LegalInstrument instrument(ResultSet row, StatementContext context)
      throws SQLException {
    return new LegalInstrument(
        row.getString("no"),
        row.getString("title"),
        day(row, "issued"),
        day(row, "effective_from"),
        day(row, "effective_to"),
        Optional.ofNullable(row.getString("repealed_by")),
        Optional.ofNullable(row.getString("verified_by")),
        day(row, "verified_on"));
  }

  private static Optional<LocalDate> day(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDate.class));
  }
}
