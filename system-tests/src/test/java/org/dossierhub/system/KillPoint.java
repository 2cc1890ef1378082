package org.dossierhub.system;

/**
 * The moments at which a process of the hub is killed, exactly (docs/reliability.md, "Kill
 * points"). Nothing in the product knows them: its next step is held back from outside, by a lock
 * in the database, a process that is stopped or a line that keeps the answer, until the process
 * stands where it is to be killed. Names are stable.
 */
enum KillPoint {
  /** F1: the payload is on the disk, the transaction has not ended. */
  PAYLOAD_KEPT,
  /** F2: the transaction has ended, the receipt has not reached the sender. */
  COMMITTED,
  /** F3: the work is in the outbox, and nobody has claimed it. */
  IN_OUTBOX,
  /** F4: the message lies in its recipient's queue, and the hub has not written it down. */
  SENT,
  /** F5: the recipient has taken the message, the hub has not written it down. */
  DELIVERED,
  /** F6: the broker has acknowledged a request, and nobody has taken it. */
  IN_JOURNAL,
  /** F7: the database is in the middle of a commit that will not have happened. */
  COMMITTING,
  /** F7: the database is in the middle of a commit that will have happened. */
  COMMIT_UNCONFIRMED
}
