package org.dossierhub.exchange.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.signing.identity.AgencyCode;

/** An entry of the audit log with the number it got when it was written. */
record NumberedEntry(long number, AuditEntry entry) {
  static NumberedEntry of(ResultSet row) throws SQLException {
    return new NumberedEntry(
        row.getLong("id"),
        new AuditEntry(
            Rows.instant(row, "at"),
            row.getString("actor"),
            row.getString("action"),
            row.getString("subject"),
            Rows.optionalText(row, "agency").map(AgencyCode::new),
            row.getString("detail")));
  }
}
