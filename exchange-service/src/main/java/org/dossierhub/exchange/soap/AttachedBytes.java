package org.dossierhub.exchange.soap;

import jakarta.activation.DataSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import org.dossierhub.exchange.message.StagedBytes;
import org.dossierhub.exchange.message.StagedPayload;

/**
 * What was attached to a question: a little in memory, more in the store of payloads.
 *
 * @param few all of it, when nothing is staged
 */
record AttachedBytes(byte[] few, StagedPayload staged) implements DataSource {
  /** Bytes. */
  private static final int IN_MEMORY = 64 * 1024;

  interface Stage {
    StagedPayload all(InputStream bytes) throws IOException;
  }

  static AttachedBytes read(InputStream in, Stage stage) throws IOException {
    var few = new ByteArrayOutputStream();
    // Not readNBytes: CXF finds the end of a package only when it reads to the start of an array.
    var buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      few.write(buffer, 0, n);
      if (few.size() > IN_MEMORY) {
        var begin = new ByteArrayInputStream(few.toByteArray());
        return new AttachedBytes(null, stage.all(new SequenceInputStream(begin, in)));
      }
    }
    return new AttachedBytes(few.toByteArray(), null);
  }

  /** Bytes. */
  long size() {
    return staged == null ? few.length : staged.size();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return staged == null ? new ByteArrayInputStream(few) : new StagedBytes(staged);
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
