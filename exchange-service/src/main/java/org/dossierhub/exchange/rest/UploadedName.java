package org.dossierhub.exchange.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/** The name of an uploaded file, fit to be shown. */
final class UploadedName {
  private static final int LONGEST = 255;

  private UploadedName() {}

  /**
   * Clients write names in UTF-8 (RFC 7578, 5.1); the server hands header bytes on as if they were
   * ISO 8859-1. Folders, control characters and direction marks are left out (docs/threats: A18).
   */
  static String shown(Optional<String> header) {
    var name = header.map(UploadedName::decoded).orElse("");
    var plain =
        Normalizer.normalize(name, Normalizer.Form.NFC)
            .replaceAll("^.*[/\\\\]", "")
            .replaceAll("\\p{C}", "")
            .strip();
    if (plain.isEmpty()) {
      return "tep";
    }
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
  }

  private static String decoded(String header) {
    if (header.chars().anyMatch(c -> c > 0xFF)) {
      return header;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return header; // no UTF-8, so it was ISO 8859-1 indeed
    }
  }
}
