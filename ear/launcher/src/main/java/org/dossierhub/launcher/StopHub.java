package org.dossierhub.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;

/**
 * What {@code ./hub down} does: stops the parts in the reverse order of their start. Parts that do
 * not run are no obstacle.
 */
final class StopHub {

  private final Installation installation;
  private final Progress progress;

  StopHub(Installation installation, Progress progress) {
    this.installation = installation;
    this.progress = progress;
  }

  void stop(String... names) throws IOException, InterruptedException, Obstacle {
    var parts = new ArrayList<>(installation.parts());
    for (var part : installation.surplus()) {
      if (part.process().find().isPresent()) {
        parts.add(part);
      }
    }
    if (names.length > 0) {
      parts.clear();
      for (var name : names) {
        parts.add(installation.part(name));
      }
      var order = installation.parts().stream().map(Part::name).toList();
      parts.sort(Comparator.comparingInt(part -> order.indexOf(part.name())));
    }
    Collections.reverse(parts);
    var lock = installation.lock();
    try {
      for (var part : parts) {
        progress.begin(part.name());
        boolean ran = part.process().find().isPresent();
        part.stop();
        progress.end(ran ? "stopped" : "was not running");
      }
    } finally {
      lock.release();
    }
  }
}
