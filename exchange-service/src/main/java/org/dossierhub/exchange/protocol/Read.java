package org.dossierhub.exchange.protocol;

import java.util.function.Function;

/** Reads the identifiers of a request; one that does not check itself is a malformed request. */
final class Read {
  private Read() {}

  static int within(Integer asked, int otherwise, int least, int most) throws RefusalFault {
    if (asked != null && (asked < least || asked > most)) {
      throw Refusals.of(WireRefusal.MALFORMED, asked + " is not between " + least + " and " + most);
    }
    return asked == null ? otherwise : asked;
  }

  static <T> T asked(String text, Function<String, T> type) throws RefusalFault {
    if (text == null) {
      throw Refusals.of(WireRefusal.MALFORMED, "an identifier is missing");
    }
    try {
      return type.apply(text);
    } catch (IllegalArgumentException e) {
      throw Refusals.of(WireRefusal.MALFORMED, e.getMessage());
    }
  }
}
