package org.dossierhub.exchange.dossier;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * What stored verdicts rest on. Everything is asked for by the agency whose dossier it is and by
 * the verdict, never by digest: that two agencies rest on the same bytes is none of their business.
 */
public interface KeptProofs {

  /** Verdicts that rest on something, the newest first; of one dossier when its code is given. */
  List<KeptVerdict> newest(AgencyCode agency, Optional<String> dossier, int atMost);

  /** Empty for a verdict of another agency as for one that does not exist. */
  Optional<KeptVerdict> verdict(AgencyCode agency, long report);

  /** The newest verdict about a part of a message. */
  Optional<KeptVerdict> about(AgencyCode agency, UUID message, String part);

  /** Empty, too, for what was deleted. */
  Optional<byte[]> content(AgencyCode agency, long report, int position);

  /**
   * Takes from a verdict what it rests on, in the caller's transaction. Bytes that another verdict
   * rests on stay for that one.
   *
   * @return how many were taken from the verdict, and how many of them stay for others
   */
  Deleted delete(AgencyCode agency, long report, String by, Instant at);

  /** What became of the proofs of a verdict. */
  record Deleted(int taken, int usedByOthers) {}
}
