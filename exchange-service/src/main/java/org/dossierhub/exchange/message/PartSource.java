package org.dossierhub.exchange.message;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a message in the order they arrive; a part is read to its end before the next one is
 * asked for.
 */
public interface PartSource {

  /**
   * The next part, or empty after the last; an {@link IOException} means the sender's line was cut.
   */
  Optional<IncomingPart> next() throws IOException;

  /** A message that has only a manifest. */
  static PartSource none() {
    return Optional::empty;
  }

  static PartSource of(List<IncomingPart> parts) {
    Iterator<IncomingPart> rest = List.copyOf(parts).iterator();
    return () -> rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
  }
}
