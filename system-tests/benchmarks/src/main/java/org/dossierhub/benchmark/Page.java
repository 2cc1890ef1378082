package org.dossierhub.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of benchmarks: one section for each benchmark, replaced by its next run. */
public final class Page {
  private static final String HEAD =
      """
      # Benchmarks

      What work costs beside other programs, measured in one run: ratios hold, absolute times are those of the machine named.
      """;

  private Page() {}

  /** Replaces the section of this title, or adds it. */
  public static void put(Path page, String section, String text) throws IOException {
    var old = Files.exists(page) ? Files.readString(page) : HEAD;
    Files.writeString(page, replaced(old, section, text));
  }

  static String replaced(String page, String section, String text) {
    var title = "## " + section + "\n";
    int from = page.indexOf("\n" + title);
    if (from < 0) {
      return page.stripTrailing() + "\n\n" + title + text.strip() + "\n";
    }
    int next = page.indexOf("\n## ", from + 1);
    var rest = next < 0 ? "" : page.substring(next);
    return page.substring(0, from + 1) + title + text.strip() + "\n" + rest;
  }
}
