package org.dossierhub.exchange.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Work to be done after the transaction that asked for it. The row is the single truth: what is
 * claimed and not finished before its lease runs out is claimed again. Every finishing call does
 * nothing when somebody else holds the work by now.
 */
public interface Outbox {
  /** Adds work in the caller's transaction. */
  void add(WorkKind kind, String lane, String subject);

  /**
   * Adds work that is not claimed before all earlier work of the same kind, lane and {@code order}
   * is finished or set aside.
   */
  void addInOrder(WorkKind kind, String lane, String subject, String order);

  /** The same, for work that is not due before that time. */
  void addInOrder(WorkKind kind, String lane, String subject, String order, Instant notBefore);

  /**
   * Takes back ordered work that has become needless, in the caller's transaction; a claim on it
   * can finish nothing any more.
   */
  void drop(WorkKind kind, String lane, String subject, String order);

  /**
   * Whoever the lane leads to did not answer. From then on one piece of it is in work at a time;
   * after the third time in a row the lane rests, on all nodes, for longer each time up to five
   * minutes, give or take a quarter.
   */
  void laneFailed(WorkKind kind, String lane);

  /**
   * Whoever the lane leads to has answered, whatever it said. After failures that ends the rest,
   * and everything in the lane is due now.
   */
  void laneWorked(WorkKind kind, String lane);

  /**
   * Whoever the lane leads to shows signs of life: if it has failed before, its rest is over and
   * what waits in it is due now, one piece at a time until one has worked.
   */
  void endRest(WorkKind kind, String lane);

  /** Makes everything of this kind in this lane due now, and ends its rest. */
  void wake(WorkKind kind, String lane);

  /**
   * The kinds of which something waits, none while nothing at all is due by its time; cheap enough
   * to be asked all the time. Whether something of them can be claimed (it is due later, somebody
   * has it, its lane rests, or earlier work is unfinished) only {@link #claim} tells.
   */
  Set<WorkKind> due();

  /** Claims due work, fair between lanes, in a transaction of its own. */
  List<Work> claim(int atMost, Duration lease);

  /** Claims due work of one kind. */
  List<Work> claim(WorkKind kind, int atMost, Duration lease);

  /**
   * Extends the leases of these; a row somebody is changing at this moment is left as it is.
   *
   * @return those among them that are still held
   */
  Set<Work> renew(Collection<Work> works, Duration lease);

  /** Whether nobody else holds the work by now; changes nothing. */
  boolean isHeld(Work work);

  void done(Work work);

  /** Due again at once, for whoever claims it next: nobody has begun it. */
  void giveBack(Work work);

  /** Comes back after the pause; does not count as a failure. */
  void retry(Work work, Duration pause, String why);

  /** An unexpected failure; the fifth sets the work aside. */
  void failed(Work work, Duration pause, String why);

  void setAside(Work work, String why);

  /** What waits, what is stuck and why, for the operator. */
  List<WaitingWork> waiting(int atMost);

  /** The unfinished work about this subject. */
  List<WaitingWork> about(String subject);

  /**
   * A person sets work aside, whoever may be doing it: what is in progress can finish nothing more.
   * False when there is none, or it was set aside before.
   */
  boolean setAside(java.util.UUID id, String why);

  /** Makes waiting work due now; false when there is none that waits for its time. */
  boolean hurry(java.util.UUID id);

  /** Brings work that was set aside back to the queue; false when there is none with this id. */
  boolean bringBack(java.util.UUID id);
}
