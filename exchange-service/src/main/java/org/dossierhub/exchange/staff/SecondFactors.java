package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.dossierhub.exchange.settings.Settings;

/**
 * Seals and opens the secrets of second factors; the key is made in the data folder at the first
 * use.
 */
@ApplicationScoped
public class SecondFactors {
  private Path keyFile;
  private SecretBox box;

  /** For the container. */
  protected SecondFactors() {}

  @Inject
  public SecondFactors(Settings settings) {
    this(settings.storage().dataFolder().resolve("accounts").resolve("second-factors.key"));
  }

  SecondFactors(Path keyFile) {
    this.keyFile = keyFile;
  }

  byte[] seal(String username, SecondFactor secondFactor) {
    return box().seal(username, secondFactor.bytes());
  }

  SecondFactor open(String username, byte[] sealed) {
    return new SecondFactor(box().open(username, sealed));
  }

  private synchronized SecretBox box() {
    if (box == null) {
      box = SecretBox.openOrCreate(keyFile);
    }
    return box;
  }
}
