package org.dossierhub.exchange.staff;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.Sha256;

/**
 * What the hub remembers of a browser between two requests.
 *
 * @param username of whoever is signed in, or may soon be: ask {@link #signedIn} or {@link
 *     #halfWay}
 * @param generation of the account when the session began
 * @param codeToCome the password was right, the one-time code has not come yet
 * @param used when the browser was last seen, to the minute
 * @param newSecret sealed secret of a second factor that is being enrolled
 * @param news one sentence for the next page
 */
public record BrowserSession(
    Sha256 tokenHash,
    UUID account,
    String username,
    int generation,
    boolean codeToCome,
    Instant expires,
    Instant used,
    Optional<byte[]> newSecret,
    Optional<String> news) {

  /** Who is signed in; nobody while the one-time code has not come. */
  public Optional<String> signedIn() {
    return codeToCome ? Optional.empty() : Optional.of(username);
  }

  /** Whose one-time code is awaited. */
  public Optional<String> halfWay() {
    return codeToCome ? Optional.of(username) : Optional.empty();
  }

  BrowserSession withNewSecret(byte[] sealed) {
    return new BrowserSession(
        tokenHash,
        account,
        username,
        generation,
        codeToCome,
        expires,
        used,
        Optional.of(sealed),
        news);
  }

  BrowserSession withNews(Optional<String> sentence) {
    return new BrowserSession(
        tokenHash, account, username, generation, codeToCome, expires, used, newSecret, sentence);
  }
}
