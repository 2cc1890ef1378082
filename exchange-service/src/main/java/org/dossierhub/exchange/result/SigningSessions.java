package org.dossierhub.exchange.result;

import java.time.Instant;
import java.util.Optional;
import org.dossierhub.signing.identity.Sha256;

/** The signing sessions of the last days, by the hash of their token. */
public interface SigningSessions {

  void add(SigningSession session);

  Optional<SigningSession> find(Sha256 tokenHash);

  /** Remembers when the document was first handed out; false if it was before. */
  boolean served(Sha256 tokenHash, Instant at);

  /**
   * @return false if the session was used before: only one caller ever gets true
   */
  boolean use(Sha256 tokenHash, Instant at);

  int deleteExpired(Instant before);
}
