package org.dossierhub.exchange.audit;

import java.util.List;
import java.util.UUID;

/** Everything that proves what happened to a message; it only grows. */
public interface EvidenceLog {

  /** In the caller's transaction. */
  void add(Evidence evidence);

  /** The oldest first. */
  List<Evidence> ofMessage(UUID message);
}
