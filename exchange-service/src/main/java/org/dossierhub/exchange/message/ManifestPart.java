package org.dossierhub.exchange.message;

import org.dossierhub.signing.identity.Sha256;

/**
 * One file as its sender declared it: name unique in the message (at most 200 characters), media
 * type, size in bytes, digest.
 */
public record ManifestPart(String name, String mediaType, long size, Sha256 sha256) {
  public ManifestPart {
    PartName.check(name);
    if (mediaType.isBlank() || mediaType.length() > 127) {
      throw new IllegalArgumentException("Not a media type: " + mediaType);
    }
    if (size < 0) {
      throw new IllegalArgumentException("Size of " + name + " is negative: " + size);
    }
  }
}
