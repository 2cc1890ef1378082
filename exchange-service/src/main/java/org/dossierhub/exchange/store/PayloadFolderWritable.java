package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;
import org.dossierhub.exchange.settings.Settings;

/**
 * The payload folder can be written and has room for at least one more part of the greatest size, 1
 * GB.
 */
@ApplicationScoped
public class PayloadFolderWritable implements HealthCheck {
  private static final long NEEDED = 1L << 30;

  private Path folder;

  /** For the container. */
  protected PayloadFolderWritable() {}

  @Inject
  public PayloadFolderWritable(Settings settings) {
    this.folder = settings.storage().payloads();
  }

  @Override
  public String name() {
    return "payloads";
  }

  @Override
  public Health.Part check() {
    try {
      Files.createDirectories(folder);
      var probe = Files.createTempFile(folder, "probe", ".tmp");
      Files.write(probe, new byte[] {1});
      Files.delete(probe);
      long free = Files.getFileStore(folder).getUsableSpace();
      return free < NEEDED
          ? Health.Part.down(name(), "Less than 1 GB is left: " + free / (1024 * 1024) + " MB.")
          : Health.Part.up(name(), free / (1L << 30) + " GB are left.");
    } catch (IOException e) {
      throw new IllegalStateException("The payload folder cannot be written.", e);
    }
  }
}
