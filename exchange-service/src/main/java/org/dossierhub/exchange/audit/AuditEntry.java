package org.dossierhub.exchange.audit;

import java.time.Instant;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Who did what to which thing and when. {@code action} is a stable word in capitals ({@code
 * DOSSIER_MOVED}); {@code subject} is a code or id; {@code detail} holds no personal data beyond
 * names of officials.
 */
public record AuditEntry(
    Instant at,
    String actor,
    String action,
    String subject,
    Optional<AgencyCode> agency,
    String detail) {
  public AuditEntry {
    if (!action.matches("[A-Z][A-Z_]{2,59}")) {
      throw new IllegalArgumentException("Not an audit action: " + action);
    }
  }
}
