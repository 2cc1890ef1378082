package org.dossierhub.exchange.result;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/** All results of all agencies; who may see which is decided by the caller, in package desk. */
public interface Results {

  void add(Result result);

  Optional<Result> find(UUID id);

  List<Result> ofDossier(UUID dossierId);

  /** Newest first, at most {@code atMost}. */
  List<Result> ofAgency(AgencyCode agency, int atMost);

  Optional<Result> published(PublicToken token);

  /** The result whose published bytes, or whose earlier stored revision, have this digest. */
  Optional<Result> byDigest(Sha256 digest);

  /** Oldest first. */
  List<Revision> revisions(UUID id);

  /**
   * Moves a result on if it still is where the caller saw it, and stores the new revision.
   *
   * @return false if somebody else was quicker; nothing was changed then
   */
  boolean revise(Result seen, ResultState next, Revision revision);

  /**
   * Gives the number of {@link NumberRegister} to the result, together with the revision that shows
   * it.
   */
  boolean number(Result seen, ResultNumber number, Revision revision);

  /** Takes the number away again and goes back to the revision the leader signed. */
  boolean withdrawNumber(Result seen, Revision leaderSigned);

  boolean publish(Result seen, Publication publication);

  /** {@code next} is {@link ResultState#REVOKED} or {@link ResultState#REPLACED}. */
  boolean withdraw(Result seen, ResultState next, Withdrawal withdrawal);

  /** Results that have waited for their time-stamp since before the given moment. */
  List<Result> unstampedSince(Instant before);
}
