package org.dossierhub.signing.pdf;

import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * What a signature leaves in the file besides its value.
 *
 * @param field the reserved signature field; empty for a new field without appearance
 * @param image drawn into the place of the field
 */
record Mark(Optional<String> field, Optional<BufferedImage> image) {
  static final Mark NONE = new Mark(Optional.empty(), Optional.empty());

  static Mark on(String field, Optional<BufferedImage> image) {
    return new Mark(Optional.of(field), image);
  }
}
