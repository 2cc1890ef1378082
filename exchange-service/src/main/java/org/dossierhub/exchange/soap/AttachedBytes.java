package org.dossierhub.exchange.soap;

import jakarta.activation.DataSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was attached to a question: a little in memory, more in a file.
 *
 * @param few all of it, when there is no file
 * @param size in bytes
 */
record AttachedBytes(byte[] few, Path file, long size) implements DataSource {
  /** Bytes. */
  private static final int IN_MEMORY = 64 * 1024;

  interface NewFile {
    Path make() throws IOException;
  }

  static AttachedBytes read(InputStream in, NewFile files) throws IOException {
    var few = new ByteArrayOutputStream();
    // Not readNBytes: CXF finds the end of a package only when it reads to the start of an array.
    var buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      few.write(buffer, 0, n);
      if (few.size() > IN_MEMORY) {
        return file(few, in, files.make());
      }
    }
    return new AttachedBytes(few.toByteArray(), null, few.size());
  }

  private static AttachedBytes file(ByteArrayOutputStream begin, InputStream rest, Path file)
      throws IOException {
    try (var out = Files.newOutputStream(file)) {
      begin.writeTo(out);
      return new AttachedBytes(null, file, begin.size() + rest.transferTo(out));
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return file == null ? new ByteArrayInputStream(few) : Files.newInputStream(file);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    throw new IOException("What arrived is not written to");
  }

  @Override
  public String getContentType() {
    return "application/octet-stream";
  }

  @Override
  public String getName() {
    return null;
  }
}
