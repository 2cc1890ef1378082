package org.dossierhub.exchange.following;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.work.WorkKind;

/**
 * Why something about a message is not done yet, and what happens next.
 *
 * @param next when it is tried again at the earliest; absent when nothing happens by itself
 * @param lastTime what the last attempt came to, in the words of the program
 * @param behind the message of the same dossier that has to arrive first
 */
public record Waiting(
    UUID work,
    String subject,
    WorkKind kind,
    Reason reason,
    int attempts,
    Optional<Instant> next,
    Optional<String> lastTime,
    Optional<UUID> behind) {

  /** The first that holds. */
  public enum Reason {
    /** A person has to decide. */
    SET_ASIDE,
    /** It is being done at this moment. */
    IN_PROGRESS,
    /** An earlier message of the same dossier is not delivered yet. */
    BEHIND_AN_EARLIER_ONE,
    /** Its recipient fetches its messages itself and has not acknowledged this one. */
    TO_BE_FETCHED,
    /** The last attempt failed for a reason nobody expected. */
    FAILING,
    /** The other side was away or busy; it is tried again. */
    TRIED_AGAIN,
    /** As much as one agency may have in work at a time is in work. */
    LANE_FULL,
    /** It is its turn. */
    QUEUED
  }
}
