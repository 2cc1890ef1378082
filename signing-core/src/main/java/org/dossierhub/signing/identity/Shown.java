package org.dossierhub.signing.identity;

/**
 * How text from outside is shown in a message of ours: one line, no control characters, at most 80
 * characters.
 */
final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  static String of(String text) {
    if (text == null) {
      return "(nothing)";
    }
    var start = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return start.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
