package org.dossierhub.exchange.staff;

import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 as the server's own implementation does it, with few rounds so that tests are quick. */
public final class PlainPbkdf2 implements Pbkdf2PasswordHash {
  Map<String, String> parameters;

  @Override
  public void initialize(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  @Override
  public String generate(char[] password) {
    var salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return Base64.getEncoder().encodeToString(salt)
        + ":"
        + Base64.getEncoder().encodeToString(derived(password, salt));
  }

  @Override
  public boolean verify(char[] password, String kept) {
    var parts = kept.split(":");
    return MessageDigest.isEqual(
        derived(password, Base64.getDecoder().decode(parts[0])),
        Base64.getDecoder().decode(parts[1]));
  }

  private static byte[] derived(char[] password, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
          .generateSecret(new PBEKeySpec(password, salt, 10, 256))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
