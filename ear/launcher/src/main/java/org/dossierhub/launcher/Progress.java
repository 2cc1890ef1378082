package org.dossierhub.launcher;

import java.io.PrintStream;

/**
 * Tells the operator what is being done and for how long: one line that counts on a terminal, one
 * line at the end elsewhere.
 */
final class Progress {

  private final PrintStream out;
  private final boolean terminal;
  private String doing = "";
  private long began;

  Progress(PrintStream out) {
    this.out = out;
    this.terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
  }

  void begin(String what) {
    doing = what;
    began = System.nanoTime();
    if (terminal) {
      out.print("  " + doing + " …");
      out.flush();
    }
  }

  void tick() {
    if (terminal) {
      out.printf("\r  %s … %d s", doing, (long) seconds());
      out.flush();
    }
  }

  void end(String how) {
    out.printf("%s  %-22s %s (%.1f s)%n", terminal ? "\r\u001b[K" : "", doing, how, seconds());
  }

  void say(String sentence) {
    out.println(sentence);
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }
}
