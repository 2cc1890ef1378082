package org.dossierhub.exchange.message;

/**
 * What a message is about: it hands over a dossier, tells its state, hands over its result, or
 * (from the hub alone) proves what became of an earlier message.
 */
public enum MessageKind {
  DOSSIER,
  STATUS,
  RESULT,
  EVIDENCE
}
