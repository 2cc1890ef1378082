package org.dossierhub.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of an installation: {@code up}, {@code down}, {@code status}, {@code logs}. */
@Command(name = "hub", mixinStandardHelpOptions = true)
public final class Hub {

  private Hub() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Hub()).execute(args));
  }
}
