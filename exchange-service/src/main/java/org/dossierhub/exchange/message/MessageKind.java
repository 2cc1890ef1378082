package org.dossierhub.exchange.message;

/** What a message is about: it hands over a dossier, tells its state, or hands over its result. */
public enum MessageKind {
  DOSSIER,
  STATUS,
  RESULT
}
