package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.text.Normalizer;
import java.util.Map;

/**
 * Hashes passwords: PBKDF2 with HMAC-SHA-512, 210 000 rounds, 32 bytes of salt. A password has 12
 * to 128 characters and is normalised to NFC, so that "ệ" typed on two keyboards is one letter.
 */
@ApplicationScoped
public class Passwords {
  static final int SHORTEST = 12;
  static final int LONGEST = 128;

  private Pbkdf2PasswordHash hash;
  private String hashOfNobody;

  /** For the container. */
  protected Passwords() {}

  @Inject
  public Passwords(Pbkdf2PasswordHash hash) {
    this.hash = hash;
    hash.initialize(
        Map.of(
            "Pbkdf2PasswordHash.Algorithm", "PBKDF2WithHmacSHA512",
            "Pbkdf2PasswordHash.Iterations", "210000",
            "Pbkdf2PasswordHash.SaltSizeBytes", "32",
            "Pbkdf2PasswordHash.KeySizeBytes", "32"));
    this.hashOfNobody = hash.generate("nobody has this password".toCharArray());
  }

  /** The hash to keep; {@link AccountRefused} when the password is too weak for this user name. */
  public String hash(String username, char[] password) throws AccountRefused {
    if (password.length < SHORTEST || password.length > LONGEST) {
      throw new AccountRefused(AccountRefused.Reason.PASSWORD_LENGTH);
    }
    var text = new String(password).toLowerCase(java.util.Locale.ROOT);
    if (text.contains(username) || text.chars().distinct().count() < 5) {
      throw new AccountRefused(AccountRefused.Reason.PASSWORD_GUESSABLE);
    }
    return hash.generate(normalised(password));
  }

  boolean matches(char[] password, String kept) {
    return password.length <= LONGEST && hash.verify(normalised(password), kept);
  }

  /** Takes as long as {@link #matches}, so that the clock does not tell which user names exist. */
  void matchNobody(char[] password) {
    matches(password, hashOfNobody);
  }

  private static char[] normalised(char[] password) {
    return Normalizer.normalize(new String(password), Normalizer.Form.NFC).toCharArray();
  }
}
