package org.dossierhub.exchange.staff;

import java.time.Instant;
import java.util.Optional;
import org.dossierhub.signing.identity.Sha256;

/** The sessions of all browsers, the same on every node and after a restart. */
public interface BrowserSessions {

  void add(BrowserSession session);

  /**
   * The session, unless its account was blocked or has another generation now. Whether its time is
   * over is for the caller to say.
   */
  Optional<BrowserSession> find(Sha256 tokenHash);

  /** The browser was seen; an earlier time than the noted one changes nothing. */
  void used(Sha256 tokenHash, Instant at);

  void keepNewSecret(Sha256 tokenHash, byte[] sealed);

  void keepNews(Sha256 tokenHash, String sentence);

  /** False when the sentence is there no more: another page shows it. */
  boolean takeNews(Sha256 tokenHash, String sentence);

  void remove(Sha256 tokenHash);

  /** Removes what expired before now or was last used before the other time; how many. */
  int removeExpired(Instant now, Instant lastUsedBefore);
}
