package org.dossierhub.exchange.result;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * The results of all agencies. Changes happen in the caller's transaction, and only if the result
 * still is in the state and at the revision the caller read: otherwise they return false and
 * nothing is changed. What acts for an official uses {@link #ofAgency(AgencyCode, UUID)}: a result
 * of another agency is as absent as one that does not exist.
 */
public interface Results {

  Optional<Result> ofAgency(AgencyCode agency, UUID id);

  /** Newest first. */
  List<Result> ofAgency(AgencyCode agency, int atMost);

  /** For workers and messages of the hub, which act for no official. Oldest first. */
  List<Result> ofDossier(UUID dossier);

  /** For workers and messages of the hub, which act for no official. */
  Optional<Result> byId(UUID id);

  /** Published, revoked and replaced results only. */
  Optional<Result> published(PublicToken token);

  /** The result that was published as exactly these bytes. */
  Optional<Result> publishedAs(Sha256 digest);

  /** Every revision there ever was, oldest first. */
  List<Revision> revisions(UUID id);

  /** A new result with its first revision. */
  void add(Result result);

  /** The next state, with a new revision. */
  boolean revise(Result read, ResultState next, Revision revision);

  /** To SENT_BACK or DISCARDED, with the reason. */
  boolean putAside(Result read, ResultState next, Remark remark);

  /** To AWAITING_LEADER with a new draft under that title and symbol; the last remark stays. */
  boolean redraft(Result read, Draft draft);

  /** A draft that takes the place of an earlier one. */
  record Draft(String title, String symbol, int pages, Revision revision) {}

  /** From AWAITING_NUMBER to AWAITING_SEAL, with the revision that shows the number. */
  boolean number(Result read, ResultNumber number, Revision revision);

  /**
   * From AWAITING_SEAL back to AWAITING_NUMBER: the revision the leader signed is the latest again.
   */
  boolean withdrawNumber(Result read, Revision signed);

  /** From AWAITING_PUBLICATION to PUBLISHED. */
  boolean publish(Result read, Publication publication);

  /** From PUBLISHED to REVOKED, or to REPLACED where there is a successor. */
  boolean withdraw(Result read, Withdrawal withdrawal);

  /** How many results have been waiting for their time-stamp since before that moment. */
  int unstampedSince(Instant before);
}
