package org.dossierhub.agent;

/** Text of others as it may appear in a window or a terminal of ours (docs/threats.md, A18). */
final class Shown {
  private Shown() {}

  /** Without control characters, line breaks and marks that turn the direction of writing. */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\u2028\\u2029]", " ").replaceAll("\\p{Cf}", "");
  }
}
