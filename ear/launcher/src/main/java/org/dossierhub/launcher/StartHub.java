package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ./hub up} does: each part that is not running is repaired, started and waited for, in
 * order; a part whose programs or settings changed since it was started is started again. Doing it
 * twice is doing it once.
 */
final class StartHub {

  private static final long LOG_LIMIT = 20L * 1024 * 1024;
  private static final long LEAST_FREE_MIB = 400;

  private final Installation installation;
  private final Progress progress;

  private final boolean serversAgain;

  /**
   * @param serversAgain start the servers again although nothing changed, each ready before the
   *     next goes: with two nodes one of them always answers
   */
  StartHub(Installation installation, Progress progress, boolean serversAgain) {
    this.installation = installation;
    this.progress = progress;
    this.serversAgain = serversAgain;
  }

  void start() throws IOException, InterruptedException, Obstacle {
    long began = System.nanoTime();
    var lock = installation.lock();
    try {
      installation.requireSpace(LEAST_FREE_MIB);
      var parts = installation.parts();
      var versions = new ArrayList<String>();
      for (var part : parts) {
        versions.add(part.elsewhere().isPresent() ? "" : part.prepare());
      }
      refuseTakenPorts(parts);
      for (var part : installation.surplus()) {
        part.stop();
      }
      // Each part needs those before it, but the server boots long enough for the broker to become
      // ready meanwhile.
      var meanwhile = new ArrayList<Begun>();
      for (int i = 0; i < parts.size(); i++) {
        var begun = begin(parts.get(i), versions.get(i));
        if (parts.get(i) instanceof BrokerPart) {
          meanwhile.add(begun);
        } else {
          finish(begun);
        }
      }
      for (var begun : meanwhile) {
        finish(begun);
      }
    } finally {
      lock.release();
    }
    new ShowStatus(installation, System.out)
        .showAddresses((System.nanoTime() - began) / 1_000_000_000L);
  }

  /**
   * All ports are looked at before anything starts: a server that meets a taken port lingers
   * instead of ending.
   */
  private void refuseTakenPorts(List<Part> parts) throws IOException, Obstacle {
    for (var part : parts) {
      if (part.elsewhere().isEmpty() && part.process().find().isEmpty()) {
        for (var use : part.ports()) {
          installation.ports().requireFree(use);
        }
      }
    }
  }

  /**
   * @param running absent for a part that runs elsewhere
   * @param how told when it is ready
   */
  private record Begun(Part part, Optional<LocalProcess.Running> running, String how) {}

  private Begun begin(Part part, String version)
      throws IOException, InterruptedException, Obstacle {
    if (part.elsewhere().isPresent()) {
      return new Begun(part, Optional.empty(), "external: " + part.elsewhere().get());
    }
    var running = part.process().find();
    boolean toGo = serversAgain && part instanceof ServerPart;
    if (running.isPresent() && running.get().version().equals(version) && !toGo) {
      return new Begun(part, running, "runs already");
    }
    if (running.isPresent()) {
      part.stop();
    }
    if (!(part instanceof ServerPart)) { // which turns its own log over
      turnLogOver(installation.home().log(part.name()));
    }
    return new Begun(
        part,
        Optional.of(part.start(version)),
        running.isEmpty() ? "started" : toGo ? "started again" : "started again: it had changed");
  }

  private void finish(Begun begun) throws IOException, InterruptedException, Obstacle {
    progress.begin(begun.part().name());
    if (begun.running().isPresent()) {
      waitUntilReady(begun.part(), begun.running().get());
      begun.part().afterStart();
    }
    progress.end(
        begun.running().isEmpty() || begun.part().isReady()
            ? begun.how()
            : begun.how() + "; NOT READY before ./hub reconcile");
  }

  private void waitUntilReady(Part part, LocalProcess.Running running)
      throws IOException, InterruptedException, Obstacle {
    long end = System.nanoTime() + part.patience() * 1_000_000_000L;
    while (!part.isStarted()) {
      progress.tick();
      if (!running.alive()) {
        progress.end("failed");
        throw new Obstacle(
            "%s stopped while starting. The end of its log (%s):%n%s"
                .formatted(part.name(), installation.home().log(part.name()), lastLines(part)));
      }
      var refused = part.refusal();
      if (refused.isPresent()) {
        progress.end("failed");
        throw new Obstacle(refused.get());
      }
      if (System.nanoTime() > end) {
        progress.end("failed");
        throw new Obstacle(
            "%s was not ready after %d s and is left running. The end of its log (%s):%n%s"
                .formatted(
                    part.name(),
                    part.patience(),
                    installation.home().log(part.name()),
                    lastLines(part)));
      }
      Thread.sleep(300);
    }
  }

  private String lastLines(Part part) throws IOException {
    return String.join(
        System.lineSeparator(), ShowLogs.lastLines(installation.home().log(part.name()), 15));
  }

  /** Before a start only: the running process keeps its file open. */
  private static void turnLogOver(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
