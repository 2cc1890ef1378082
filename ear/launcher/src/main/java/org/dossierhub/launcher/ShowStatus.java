package org.dossierhub.launcher;

import java.io.IOException;
import java.io.PrintStream;

/** What {@code ./hub status} prints: one line per part with process, ports, memory and health. */
final class ShowStatus {

  private final Installation installation;
  private final PrintStream out;

  ShowStatus(Installation installation, PrintStream out) {
    this.installation = installation;
    this.out = out;
  }

  /** Whether every part is well. */
  boolean show() throws IOException, Obstacle {
    boolean well = true;
    out.printf("%-10s %8s %-18s %8s  %s%n", "part", "pid", "ports", "memory", "health");
    for (var part : installation.parts()) {
      if (part.elsewhere().isPresent()) {
        out.printf(
            "%-10s %8s %-18s %8s  external: %s%n",
            part.name(), "-", "-", "-", part.elsewhere().get());
        continue;
      }
      var ports =
          String.join(
              " ",
              part.ports().stream()
                  .map(use -> String.valueOf(installation.ports().of(use)))
                  .toList());
      var running = part.process().find();
      if (running.isEmpty()) {
        well = false;
        out.printf("%-10s %8s %-18s %8s  %s%n", part.name(), "-", ports, "-", "not running");
        continue;
      }
      boolean ready = part.isReady();
      well &= ready;
      out.printf(
          "%-10s %8d %-18s %4d MiB  %s%n",
          part.name(),
          running.get().pid(),
          ports,
          running.get().residentMiB(),
          ready ? "ready" : "NOT READY (./hub logs " + part.name() + ")");
    }
    return well;
  }

  void showAddresses(long seconds) throws IOException, Obstacle {
    out.printf("%nDossier Hub is ready (%d s).%n", seconds);
    for (var part : installation.parts()) {
      if (part instanceof ServerPart server) {
        out.printf("  pages           %s%n", server.address());
        out.printf("  health          %sapi/v1/health%n", server.address());
        if (server.elsewhere().isEmpty()) {
          out.printf("  agencies (mTLS) %s%n", server.agencies());
        }
      } else if (part instanceof BrokerPart broker) {
        out.printf("  broker          %s%n", broker.address());
      } else if (part instanceof PkiPart pki && pki.elsewhere().isEmpty()) {
        out.printf("  development CA  %s%n", pki.address());
      }
    }
    out.printf(
        "  administrator   quan-tri, first password in %s%n",
        installation.secrets().file("bootstrap"));
    out.printf("  everything kept in %s%n", installation.home().folder());
  }
}
