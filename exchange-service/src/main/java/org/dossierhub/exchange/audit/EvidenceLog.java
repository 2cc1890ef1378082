package org.dossierhub.exchange.audit;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Everything that proves what happened to a message; it only grows. */
public interface EvidenceLog {

  /** In the caller's transaction. */
  void add(Evidence evidence);

  /**
   * The same, unless the message has evidence of one of these kinds already, whoever adds it at the
   * same time.
   */
  void addUnlessThere(Evidence evidence, Set<Evidence.Kind> kinds);

  /** The oldest first. */
  List<Evidence> ofMessage(UUID message);
}
