package org.dossierhub.exchange.delivery;

import java.io.IOException;
import java.io.InputStream;
import org.dossierhub.signing.identity.Sha256;

/** One file on its way to a recipient; its bytes can be opened as often as an attempt needs. */
public record OutgoingPart(
    String name, String mediaType, long size, Sha256 sha256, Content content) {

  /** Opens the bytes from their beginning. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }
}
