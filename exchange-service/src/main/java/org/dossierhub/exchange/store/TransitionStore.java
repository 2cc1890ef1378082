package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Transition;
import org.dossierhub.exchange.dossier.Transitions;
import org.jdbi.v3.core.statement.StatementContext;

/** The dated table of permitted moves in PostgreSQL. */
@ApplicationScoped
public class TransitionStore implements Transitions {
  private final Database database;

  /** For the container's proxy. */
  protected TransitionStore() {
    this(null);
  }

  @Inject
  public TransitionStore(Database database) {
    this.database = database;
  }

  @Override
  public List<Transition> from(BusinessState state, LocalDate day) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from status_transition where from_status = :from and valid_from <= :day"
                        + " and (valid_until is null or valid_until >= :day) order by to_status")
                .bind("from", state.code())
                .bind("day", day)
                .map(TransitionStore::transition)
                .list());
  }

  @Override
  public int addMissing(List<Transition> transitions) {
    return database.read(
        h -> {
          int added = 0;
          for (var transition : transitions) {
            added +=
                h.createUpdate(
                        "insert into status_transition (from_status, to_status, only_back, reason_required,"
                            + " valid_from, valid_until, source) values (:from, :to, :onlyBack,"
                            + " :reasonRequired, :validFrom, :validUntil, :source) on conflict do nothing")
                    .bind("from", transition.from().code())
                    .bind("to", transition.to().code())
                    .bind("onlyBack", transition.onlyBack())
                    .bind("reasonRequired", transition.reasonRequired())
                    .bind("validFrom", transition.validFrom())
                    .bind("validUntil", transition.validUntil().orElse(null))
                    .bind("source", transition.source())
                    .execute();
          }
          return added;
        });
  }

  private static Transition transition(ResultSet row, StatementContext context)
      throws SQLException {
    return new Transition(
        BusinessState.of(row.getInt("from_status")),
        BusinessState.of(row.getInt("to_status")),
        row.getBoolean("only_back"),
        row.getBoolean("reason_required"),
        Rows.date(row, "valid_from"),
        Rows.optionalDate(row, "valid_until"),
        row.getString("source"));
  }
}
