package org.dossierhub.exchange.work;

/** What can wait in the outbox; each kind has one {@link Worker}. */
public enum WorkKind {
  JUDGE_DOCUMENTS,
  DELIVER_MESSAGE,
  TELL_WITHDRAWAL,
  TIMESTAMP_RESULT,
  SYNCHRONISE_PORTAL
}
