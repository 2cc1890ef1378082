package org.dossierhub.exchange.staff;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.dossierhub.exchange.settings.KeyFile;

/**
 * Seals the secrets of second factors with AES-256-GCM under a key that lies in the data folder and
 * not in the database, so that a copy of the database alone does not let anybody in. The user name
 * is bound in: a row cannot be moved to another account.
 */
final class SecretBox {
  private static final int NONCE = 12;
  private final SecretKeySpec key;

  private SecretBox(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Makes the key file when there is none. */
  static SecretBox openOrCreate(Path file) {
    return new SecretBox(KeyFile.openOrCreate(file));
  }

  byte[] seal(String username, byte[] secret) {
    try {
      var nonce = new byte[NONCE];
      new SecureRandom().nextBytes(nonce);
      var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, username);
      var sealed = cipher.doFinal(secret);
      var all = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE, sealed.length);
      return all;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM did not seal.", e);
    }
  }

  byte[] open(String username, byte[] sealed) {
    try {
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), username)
          .doFinal(sealed, NONCE, sealed.length - NONCE);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(
          "The second factor of "
              + username
              + " was sealed with another key. Restore the key file or reset the second factor.",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM did not open.", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String username) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(128, nonce));
    cipher.updateAAD(username.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return cipher;
  }
}
