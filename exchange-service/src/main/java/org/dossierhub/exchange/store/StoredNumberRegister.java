package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.result.NumberRegister;
import org.dossierhub.exchange.result.ResultNumber;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * {@link NumberRegister} in {@code number_register}; the row of {@code number_register_head} is the
 * lock.
 */
@ApplicationScoped
public class StoredNumberRegister implements NumberRegister {
  private Database database;

  /** For the container. */
  protected StoredNumberRegister() {}

  @Inject
  public StoredNumberRegister(Database database) {
    this.database = database;
  }

  @Override
  public Head hold(AgencyCode agency, int year) {
    return database.read(
        h -> {
          int last =
              h.createQuery(
                      """
                      insert into number_register_head (agency, year, last) values (:agency, :year, 0)
                      on conflict (agency, year) do update set last = number_register_head.last
                      returning last
                      """)
                  .bind("agency", agency)
                  .bind("year", year)
                  .mapTo(Integer.class)
                  .one();
          var latest =
              h.createQuery(
                      """
                      select max(dated) from number_register
                      where agency = :agency and year = :year and cancelled_at is null
                      """)
                  .bind("agency", agency)
                  .bind("year", year)
                  .mapTo(LocalDate.class)
                  .findOne();
          return new Head(last, latest);
        });
  }

  @Override
  public void enter(AgencyCode agency, ResultNumber number, UUID result, UUID by, Instant at) {
    database.write(
        h -> {
          h.createUpdate(
                  "update number_register_head set last = :number where agency = :agency and year = :year")
              .bind("agency", agency)
              .bind("year", number.year())
              .bind("number", number.number())
              .execute();
          h.createUpdate(
                  """
                  insert into number_register (agency, year, number, symbol, dated, result, given_by, given_at)
                  values (:agency, :year, :number, :symbol, :dated, :result, :by, :at)
                  """)
              .bind("agency", agency)
              .bind("year", number.year())
              .bind("number", number.number())
              .bind("symbol", number.symbol())
              .bind("dated", number.date())
              .bind("result", result)
              .bind("by", by)
              .bind("at", at)
              .execute();
        });
  }

  @Override
  public void cancel(AgencyCode agency, ResultNumber number, UUID by, Instant at, String reason) {
    database.write(
        h ->
            h.createUpdate(
                    """
                    update number_register set cancelled_by = :by, cancelled_at = :at, cancel_reason = :reason
                    where agency = :agency and year = :year and number = :number and cancelled_at is null
                    """)
                .bind("agency", agency)
                .bind("year", number.year())
                .bind("number", number.number())
                .bind("by", by)
                .bind("at", at)
                .bind("reason", reason)
                .execute());
  }

  @Override
  public List<Entry> entries(AgencyCode agency, int year) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select n.*, r.title from number_register n join result r on r.id = n.result
                    where n.agency = :agency and n.year = :year order by n.number
                    """)
                .bind("agency", agency)
                .bind("year", year)
                .map((row, context) -> entry(row))
                .list());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    var cancelReason = row.getString("cancel_reason");
    return new Entry(
        new ResultNumber(
            row.getInt("year"),
            row.getInt("number"),
            row.getString("symbol"),
            row.getObject("dated", LocalDate.class)),
        row.getObject("result", UUID.class),
        row.getString("title"),
        row.getObject("given_by", UUID.class),
        StoredResults.instant(row, "given_at"),
        cancelReason == null
            ? Optional.empty()
            : Optional.of(
                new Cancellation(
                    row.getObject("cancelled_by", UUID.class),
                    StoredResults.instant(row, "cancelled_at"),
                    cancelReason)));
  }
}
