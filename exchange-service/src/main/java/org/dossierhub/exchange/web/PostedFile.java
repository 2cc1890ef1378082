package org.dossierhub.exchange.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.dossierhub.exchange.desk.Draft;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * A file that came with a form: the name the browser gave it (without folders, cleaned) and where
 * its bytes lie until the request ends.
 */
record PostedFile(String name, StagedPayload staged) implements Draft.Pdf {
  /** For certificates and pictures, in bytes. */
  private static final int SMALL = 1024 * 1024;

  PostedFile {
    var lastPart = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    var cleaned = Templates.clean(lastPart).replace('\n', ' ').strip();
    name = cleaned.length() > 200 ? cleaned.substring(0, 200) : cleaned;
  }

  @Override
  public long size() {
    return staged.size();
  }

  @Override
  public byte[] read() throws IOException {
    return Files.readAllBytes(staged.file());
  }

  InputStream open() throws IOException {
    return Files.newInputStream(staged.file());
  }

  /** The bytes of a file that is small by its nature; what is longer is cut, and so unusable. */
  byte[] small() {
    try (var in = open()) {
      return in.readNBytes(SMALL);
    } catch (IOException e) {
      throw new TryAgainLater("An uploaded file cannot be read", e);
    }
  }
}
