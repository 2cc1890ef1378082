package org.dossierhub.exchange.settings;

import java.nio.file.Path;

/** Where bytes are kept: {@code hub.data.folder}; the payload store lies below it. */
public record StorageSettings(Path dataFolder) {
  public Path payloads() {
    return dataFolder.resolve("payloads");
  }

  /** Attachments of SOAP messages while they arrive. */
  public Path incoming() {
    return dataFolder.resolve("incoming");
  }
}
