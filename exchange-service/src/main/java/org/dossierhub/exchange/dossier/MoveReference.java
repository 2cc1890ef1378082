package org.dossierhub.exchange.dossier;

import java.util.UUID;

/** Names one line of one dossier's history; its text is the subject of SYNCHRONISE_PORTAL work. */
public record MoveReference(UUID dossier, int sequence) {

  public static MoveReference parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("Not a reference to a move: " + text);
    }
    return new MoveReference(
        UUID.fromString(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  public String text() {
    return dossier + "/" + sequence;
  }
}
