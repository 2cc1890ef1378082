package org.dossierhub.exchange.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.FeeState;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.message.Applicant;
import org.dossierhub.exchange.message.ApplicantKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads rows of the tables dossier and dossier_move. */
final class DossierRow {
  private DossierRow() {}

  static Dossier dossier(ResultSet row, StatementContext context) throws SQLException {
    return new Dossier(
        Rows.uuid(row, "id"),
        new DossierCode(row.getString("code")),
        new AgencyCode(row.getString("agency")),
        new AgencyCode(row.getString("submitter")),
        Rows.optionalText(row, "procedure").map(ProcedureCode::new),
        row.getString("subject"),
        applicant(row),
        Rows.instant(row, "received_at"),
        BusinessState.of(row.getInt("business")),
        Rows.instant(row, "business_since"),
        FeeState.valueOf(row.getString("fee")),
        SigningState.valueOf(row.getString("signing")),
        DeliveryState.valueOf(row.getString("delivery")),
        SynchronisationState.valueOf(row.getString("synchronisation")),
        TrafficLight.valueOf(row.getString("light")),
        row.getInt("version"));
  }

  private static Optional<Applicant> applicant(ResultSet row) throws SQLException {
    var kind = Rows.optionalText(row, "applicant_kind").map(ApplicantKind::valueOf);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Applicant(
            kind.get(), row.getString("applicant_name"), Rows.optionalText(row, "applicant_no")));
  }

  static DossierMove move(ResultSet row, StatementContext context) throws SQLException {
    return new DossierMove(
        row.getInt("sequence"),
        Optional.ofNullable(row.getObject("from_status", Integer.class)).map(BusinessState::of),
        BusinessState.of(row.getInt("to_status")),
        Rows.instant(row, "at"),
        row.getString("actor"),
        Rows.optionalText(row, "reason"));
  }
}
