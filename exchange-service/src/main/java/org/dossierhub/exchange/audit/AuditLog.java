package org.dossierhub.exchange.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * The log of what was done; entries are added in the caller's transaction and can be neither
 * changed nor removed.
 */
public interface AuditLog {

  void add(AuditEntry entry);

  /** The newest first; an agency sees its own entries, without an agency all are listed. */
  List<AuditEntry> newest(Optional<AgencyCode> agency, int atMost);

  List<AuditEntry> about(String subject);

  /** How many entries of each action this node has written since it started. */
  Map<String, Long> counted();
}
