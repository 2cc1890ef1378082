package org.dossierhub.exchange.agency;

import org.dossierhub.signing.identity.AgencyCode;

/**
 * Who takes over from an agency that has ended, what becomes of traffic for the old code, and the
 * decision it rests on.
 */
public record Succession(AgencyCode successor, Policy policy, String basis) {

  public Succession {
    if (basis.isBlank()) {
      throw new IllegalArgumentException("A succession rests on a decision");
    }
  }

  /** What happens to a message that names the agency after its end. */
  public enum Policy {
    /** It goes to the successor, unchanged: the manifest keeps the old code. */
    FORWARD,
    /** It is refused with the successor's code; the sender decides. */
    REFUSE
  }
}
