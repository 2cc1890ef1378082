package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agreements;
import org.dossierhub.exchange.agency.ExchangeAgreement;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.jdbi.v3.core.statement.StatementContext;

/** Agreements in PostgreSQL. */
@ApplicationScoped
public class AgreementStore implements Agreements {
  private final Database database;

  private record Between(
      AgencyCode sender, AgencyCode recipient, Optional<ProcedureCode> procedure, LocalDate day) {}

  /** For the container's proxy. */
  protected AgreementStore() {
    this(null);
  }

  @Inject
  public AgreementStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<ExchangeAgreement> between(
      AgencyCode sender, AgencyCode recipient, Optional<ProcedureCode> procedure, LocalDate day) {
    return database.readRegister(
        new Between(sender, recipient, procedure, day),
        h ->
            h.createQuery(
                    "select * from exchange_agreement where sender = :sender and recipient = :recipient"
                        + " and valid_from <= :day and (valid_until is null or valid_until >= :day)"
                        + " and (procedure is null or left(procedure, 8) = :procedure)"
                        + " order by procedure nulls last, valid_from desc limit 1")
                .bind("sender", sender)
                .bind("recipient", recipient)
                .bind("day", day)
                .bind("procedure", procedure.map(ProcedureCode::national).orElse(""))
                .map(AgreementStore::agreement)
                .findOne());
  }

  @Override
  public List<ExchangeAgreement> all() {
    return database.read(
        h ->
            h.createQuery("select * from exchange_agreement order by sender, recipient, valid_from")
                .map(AgreementStore::agreement)
                .list());
  }

  @Override
  public void add(ExchangeAgreement agreement) {
    database.write(
        h ->
            h.createUpdate(
                    "insert into exchange_agreement (id, sender, recipient, procedure, valid_from, valid_until,"
                        + " part_bytes, parts, message_bytes) values (:id, :sender, :recipient, :procedure,"
                        + " :from, :until, :partBytes, :parts, :messageBytes)")
                .bind("id", agreement.id())
                .bind("sender", agreement.sender())
                .bind("recipient", agreement.recipient())
                .bind("procedure", agreement.procedure().map(ProcedureCode::value).orElse(null))
                .bind("from", agreement.from())
                .bind("until", agreement.until().orElse(null))
                .bind("partBytes", agreement.limits().partBytes())
                .bind("parts", agreement.limits().parts())
                .bind("messageBytes", agreement.limits().messageBytes())
                .execute());
  }

  @Override
  public boolean end(UUID id, LocalDate lastDay) {
    return database.read(
            h ->
                h.createUpdate(
                        "update exchange_agreement set valid_until = greatest(:day, valid_from) where id = :id")
                    .bind("id", id)
                    .bind("day", lastDay)
                    .execute())
        == 1;
  }

  private static ExchangeAgreement agreement(ResultSet row, StatementContext context)
      throws SQLException {
    return new ExchangeAgreement(
        Rows.uuid(row, "id"),
        new AgencyCode(row.getString("sender")),
        new AgencyCode(row.getString("recipient")),
        Rows.optionalText(row, "procedure").map(ProcedureCode::new),
        Rows.date(row, "valid_from"),
        Rows.optionalDate(row, "valid_until"),
        new Limits(row.getLong("part_bytes"), row.getInt("parts"), row.getLong("message_bytes")));
  }
}
