package org.dossierhub.exchange.protocol;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;

/** Makes wire files of kept payloads; the bytes are opened when they leave. */
final class Files {
  private Files() {}

  static File file(Payloads payloads, String name, String mediaType, Payload payload) {
    var file = new File();
    file.setName(name);
    file.setMediaType(mediaType);
    file.setSize(payload.size());
    file.setSha256(payload.sha256().hex());
    file.setContent(content(payloads, payload));
    return file;
  }

  static DataHandler content(Payloads payloads, Payload payload) {
    return new DataHandler(new Kept(payloads, payload));
  }

  static DataHandler content(byte[] bytes) {
    return new DataHandler(new InMemory(bytes));
  }

  private record InMemory(byte[] bytes) implements DataSource {

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      throw new IOException("What is handed over is not written to");
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

  private record Kept(Payloads payloads, Payload payload) implements DataSource {

    @Override
    public InputStream getInputStream() throws IOException {
      return payloads.open(payload);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      throw new IOException("A kept payload is not written to");
    }

    @Override
    public String getContentType() {
      return "application/octet-stream";
    }

    /** No name: it would become a MIME header, and the wire has a place of its own for it. */
    @Override
    public String getName() {
      return null;
    }
  }
}
