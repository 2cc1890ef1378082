package org.dossierhub.pki;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code --name value} pairs of a command line. */
record Options(Map<String, String> values) {
  static Options read(String[] arguments, String... known) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < arguments.length; i += 2) {
      var name = arguments[i].replaceFirst("^--", "");
      if (!arguments[i].startsWith("--")
          || !List.of(known).contains(name)
          || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "Options, each with a value: --"
                + String.join(", --", known)
                + "; not understood: "
                + arguments[i]);
      }
      values.put(name, arguments[i + 1]);
    }
    return new Options(values);
  }

  String required(String name) {
    return optional(name)
        .orElseThrow(() -> new IllegalArgumentException("--" + name + " is missing"));
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
