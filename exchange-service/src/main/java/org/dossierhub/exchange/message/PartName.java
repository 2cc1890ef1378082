package org.dossierhub.exchange.message;

import java.text.Normalizer;

/**
 * The rule for the name of a part: a plain file name in NFC that no file system, header or page can
 * misunderstand.
 */
final class PartName {
  static final int LONGEST = 200;

  private PartName() {}

  static void check(String name) {
    if (name.isBlank() || name.length() > LONGEST) {
      throw new IllegalArgumentException(
          "A part name has 1 to " + LONGEST + " characters, found " + name.length());
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      throw new IllegalArgumentException("A part name is written in Unicode NFC: " + name);
    }
    if (name.equals(".") || name.equals("..") || name.codePoints().anyMatch(PartName::forbidden)) {
      throw new IllegalArgumentException(
          "A part name has no separators, control or direction marks: " + printable(name));
    }
  }

  private static boolean forbidden(int c) {
    int type = Character.getType(c);
    // FORMAT holds the right-to-left overrides that make "gpj.exe" look like a picture (hazard
    // A18).
    return c == '/'
        || c == '\\'
        || c == ':'
        || type == Character.CONTROL
        || type == Character.FORMAT;
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{C}", "?");
  }
}
