package org.dossierhub.exchange.message;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;

/** Staged bytes to be read; {@link Payloads#stage} knows them again and does not copy them. */
public final class StagedBytes extends FilterInputStream {
  private final StagedPayload staged;

  public StagedBytes(StagedPayload staged) throws IOException {
    super(Files.newInputStream(staged.file()));
    this.staged = staged;
  }

  public StagedPayload staged() {
    return staged;
  }
}
