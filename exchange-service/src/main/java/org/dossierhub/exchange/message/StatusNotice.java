package org.dossierhub.exchange.message;

import java.time.Instant;
import java.util.Optional;

/**
 * What a STATUS message says: the dossier's national status code (1 to 10), since when, and the
 * reason where one is due.
 */
public record StatusNotice(int code, Instant since, Optional<String> reason) {
  public StatusNotice {
    if (code < 1 || code > 10) {
      throw new IllegalArgumentException("Not a dossier status (1 to 10): " + code);
    }
  }
}
