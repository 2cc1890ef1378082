package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * One hub on this machine: its folder, its ports, its settings, its parts.
 *
 * @param java the {@code java} command of the JDK that runs everything
 */
record Installation(Home home, Settings settings, Ports ports, Secrets secrets, Path java) {

  static Installation open(Home home) throws IOException, Obstacle {
    home.prepare();
    return new Installation(
        home,
        Settings.read(home.folder().resolve("hub.properties"), System.getenv()),
        Ports.openOrChoose(home.folder().resolve("ports.properties")),
        new Secrets(home.secrets()),
        Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  /** In the order of their start. */
  List<Part> parts() throws Obstacle {
    return parts(true);
  }

  /** Servers that the settings do not ask for any more; they may still run. */
  List<Part> surplus() throws Obstacle {
    return parts(false).stream().filter(ServerPart.class::isInstance).toList();
  }

  private List<Part> parts(boolean wanted) throws Obstacle {
    var pki = new PkiPart(this);
    var database = new DatabasePart(this);
    var broker = new BrokerPart(this);
    var parts = new ArrayList<Part>(List.of(pki, database, broker));
    for (var node : Node.values()) {
      if (node.isWanted(settings) == wanted) {
        parts.add(new ServerPart(this, node, pki, database, broker));
      }
    }
    return parts;
  }

  Part part(String name) throws Obstacle {
    var parts = parts();
    return parts.stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Obstacle(
                    "There is no part named \"%s\". They are: %s."
                        .formatted(
                            name, String.join(", ", parts.stream().map(Part::name).toList()))));
  }

  /**
   * Taken while parts are started or stopped, so that two commands at once do not work against each
   * other.
   */
  FileLock lock() throws IOException, Obstacle {
    var file = home.run().resolve("lock");
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new Obstacle(
          "Another ./hub command is starting or stopping this hub right now. Try again when it has ended.");
    }
    return lock;
  }

  void requireSpace(long mebibytes) throws IOException, Obstacle {
    long free = Files.getFileStore(home.folder()).getUsableSpace() / (1024 * 1024);
    if (free < mebibytes) {
      throw new Obstacle(
          "The disk that holds %s has %d MiB left; the hub needs at least %d MiB. Free some space, or set HUB_HOME to a folder on another disk."
              .formatted(home.folder(), free, mebibytes));
    }
  }
}
