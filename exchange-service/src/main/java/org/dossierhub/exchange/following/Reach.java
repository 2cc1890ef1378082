package org.dossierhub.exchange.following;

import java.util.Set;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * How far somebody may look: all messages, or those one of these agencies sent or was sent. What
 * lies beyond is as absent as what does not exist.
 */
public record Reach(boolean everything, Set<AgencyCode> agencies) {
  /** Whoever reads the audit log of the whole hub. */
  public static final Reach EVERYTHING = new Reach(true, Set.of());

  public Reach {
    agencies = Set.copyOf(agencies);
  }

  public static Reach of(Set<AgencyCode> agencies) {
    return new Reach(false, agencies);
  }
}
