package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The jars a process runs from: copied out of the build output, so that a build never takes the
 * files away from under a running process.
 *
 * @param folder where the copies are
 * @param jars the jars in the build output
 */
record Program(Path folder, List<Path> jars) {

  /** All jars in the folders. */
  static Program of(Path folder, Path... sources) throws IOException, Obstacle {
    var jars = new ArrayList<Path>();
    for (var source : sources) {
      if (!Files.isDirectory(source)) {
        throw notBuilt(source);
      }
      try (var list = Files.list(source)) {
        list.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
      }
    }
    return new Program(folder, jars);
  }

  /**
   * The file of the folder whose name begins and ends so; of several versions the one made last.
   */
  static Path built(Path folder, String prefix, String suffix) throws IOException, Obstacle {
    if (Files.isDirectory(folder)) {
      try (var list = Files.list(folder)) {
        var found =
            list.filter(
                    file ->
                        file.getFileName().toString().startsWith(prefix)
                            && file.toString().endsWith(suffix))
                .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw notBuilt(folder.resolve(prefix + "…" + suffix));
  }

  private static Obstacle notBuilt(Path what) {
    return new Obstacle(
        "%s is missing: the build is not complete. Run ./hub build.".formatted(what));
  }

  /** Changes whenever a build made something new. */
  String fingerprint() throws IOException {
    var lines = new ArrayList<String>();
    for (var jar : jars) {
      lines.add(jar.getFileName() + " " + Fingerprint.ofArchive(jar));
    }
    return Fingerprint.of(lines);
  }

  /** Brings the copies up to date; to be called only while the process does not run. */
  void copy() throws IOException {
    Files.createDirectories(folder);
    var names = jars.stream().map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
    try (var list = Files.list(folder)) {
      for (var old : list.filter(file -> !names.contains(file.getFileName().toString())).toList()) {
        Files.delete(old);
      }
    }
    for (var jar : jars) {
      var copy = folder.resolve(jar.getFileName());
      if (!Files.exists(copy)
          || Files.size(copy) != Files.size(jar)
          || !Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(jar))) {
        Files.copy(
            jar, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  String classPath() {
    return folder + "/*";
  }
}
