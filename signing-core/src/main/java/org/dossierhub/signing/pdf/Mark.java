package org.dossierhub.signing.pdf;

import java.util.Optional;

/**
 * What a signature leaves in the file besides its value.
 *
 * @param field the reserved signature field; empty for a new one on the first page
 * @param image drawn into the place of the reserved field
 * @param text a line at the upper right of the first page, for a new field
 */
record Mark(Optional<String> field, Optional<Picture> image, Optional<String> text) {
  static final Mark NONE = new Mark(Optional.empty(), Optional.empty(), Optional.empty());

  static Mark on(String field, Optional<Picture> image) {
    return new Mark(Optional.of(field), image, Optional.empty());
  }

  static Mark text(String text) {
    return new Mark(Optional.empty(), Optional.empty(), Optional.of(text));
  }
}
