package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Gets the programs that the tests and the demonstration use and no Maven repository has. As root
 * by apt-get; as anybody else by unpacking the Debian packages into the installation's own folder;
 * and where neither is possible it says in one sentence how to get them. It never stops the run: a
 * test without its program is skipped with the reason.
 *
 * <p>Run as a source file ({@code java Prerequisites.java FOLDER}); the last line is the list of
 * assignments for the shell.
 */
public final class Prerequisites {

  /** Program looked for, and the package of Debian that has it. */
  private static final Map<String, String> NEEDED = new LinkedHashMap<>();

  static {
    NEEDED.put("softhsm2-util", "softhsm2"); // plays the officials' USB tokens
    NEEDED.put("chromium", "chromium"); // pages are tested in a real browser
    NEEDED.put(
        "pdfsig", "poppler-utils"); // results must verify in programs nobody here wrote: these four
    NEEDED.put("certutil", "libnss3-tools"); // tells pdfsig whom to trust
    NEEDED.put("xmlsec1", "xmlsec1");
    NEEDED.put("openssl", "openssl");
    NEEDED.put("faketime", "faketime"); // gives one node of the server a wrong clock
  }

  private final Path folder;
  private final Path log;

  Prerequisites(Path folder) {
    this.folder = folder;
    this.log = folder.resolve("packages.log");
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    new Prerequisites(Path.of(args[0]).toAbsolutePath().normalize()).get();
  }

  private void get() throws IOException, InterruptedException {
    var missing = missing();
    if (!missing.isEmpty()) {
      var packages = missing.stream().map(NEEDED::get).distinct().toList();
      Files.createDirectories(folder);
      if (!hasApt()) {
        say(
            "Not here and not to be had by apt-get: "
                + String.join(", ", missing)
                + ". Install them by the means of your system; until then their tests are skipped.");
      } else if (isRoot()) {
        install(packages);
      } else {
        unpack(packages);
      }
      var still = missing();
      if (!still.isEmpty()) {
        say(
            "Still missing: %s. An administrator gets them with: apt-get install %s. Until then the tests that need them are skipped. (%s tells what was tried.)"
                .formatted(
                    String.join(", ", still),
                    still.stream().map(NEEDED::get).distinct().collect(Collectors.joining(" ")),
                    log));
      }
    }
    System.out.println(assignments());
  }

  private void install(List<String> packages) throws IOException, InterruptedException {
    say("Installing " + String.join(", ", packages) + " …");
    var command =
        new ArrayList<>(List.of("apt-get", "install", "-y", "-q", "--no-install-recommends"));
    command.addAll(packages);
    if (run(command, folder, 900) != 0) { // perhaps the lists are old or were never fetched
      run(List.of("apt-get", "update", "-q"), folder, 300);
      run(command, folder, 900);
    }
  }

  /**
   * The packages and whatever they need that is not there, each unpacked; nothing of the system is
   * touched.
   */
  private void unpack(List<String> packages) throws IOException, InterruptedException {
    say("Unpacking " + String.join(", ", packages) + " into " + folder + " …");
    var command =
        new ArrayList<>(
            List.of(
                "apt-get",
                "install",
                "-s",
                "-q",
                "--no-install-recommends",
                "-o",
                "Debug::NoLocking=1"));
    command.addAll(packages);
    var plan = output(command);
    var names = additions(plan);
    if (names.isEmpty()) {
      return;
    }
    var archives = folder.resolve("packages");
    Files.createDirectories(archives);
    var download = new ArrayList<>(List.of("apt-get", "download", "-q"));
    download.addAll(names);
    run(download, archives, 900);
    try (var files = Files.list(archives)) {
      for (var file : files.filter(file -> file.toString().endsWith(".deb")).sorted().toList()) {
        if (run(List.of("dpkg-deb", "-x", file.toString(), folder.toString()), folder, 120) == 0) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * The packages of a plan that are not installed in any version. An upgrade ("Inst name [old] …")
   * is left out: the system's own stays in use. The C library is never among them, for it would be
   * loaded into every program that is started afterwards.
   */
  static List<String> additions(String plan) {
    return plan.lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 1 && words[0].equals("Inst"))
        .filter(words -> words.length < 3 || !words[2].startsWith("["))
        .map(words -> words[1])
        .filter(name -> !name.matches("(libc6|libc-bin|locales)([-:].*)?"))
        .distinct()
        .toList();
  }

  private List<String> missing() {
    return NEEDED.keySet().stream().filter(program -> !isThere(program)).toList();
  }

  private boolean isThere(String program) {
    var places = new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(":")));
    places.add("/usr/bin");
    places.add(folder.resolve("usr/bin").toString());
    return places.stream().anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static boolean hasApt() {
    return Files.isExecutable(Path.of("/usr/bin/apt-get"));
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /**
   * For the shell: where the unpacked programs and their libraries are. Empty when all of them are
   * the system's.
   */
  String assignments() throws IOException {
    var unpacked = folder.resolve("usr");
    if (!Files.isDirectory(unpacked)) {
      return "";
    }
    var libraries = libraries(unpacked.resolve("lib"));
    var lines = new ArrayList<String>();
    lines.add("PATH=" + quoted(unpacked.resolve("bin") + ":") + "\"$PATH\"");
    if (!libraries.isEmpty()) {
      lines.add(
          "LD_LIBRARY_PATH="
              + quoted(String.join(":", libraries))
              + "\"${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\"");
    }
    var module = unpacked.resolve("lib/softhsm/libsofthsm2.so");
    if (Files.exists(module)) {
      lines.add("SOFTHSM2_MODULE=" + quoted(module.toString()));
    }
    var browser = unpacked.resolve("lib/chromium/chromium");
    if (Files.exists(browser)) {
      lines.add("CHROMIUM=" + quoted(browser.toString()));
    }
    return "export " + String.join(" ", lines);
  }

  /**
   * The folders with libraries: that of the machine's kind and those in it, where packages keep
   * libraries of their own that they look for at the absolute path of an installed package
   * (libpulse in pulseaudio).
   */
  private static List<String> libraries(Path lib) throws IOException {
    if (!Files.isDirectory(lib)) {
      return List.of();
    }
    try (var found = Files.find(lib, 2, (place, attributes) -> attributes.isDirectory())) {
      return found
          .filter(place -> lib.relativize(place).getName(0).toString().endsWith("-linux-gnu"))
          .sorted()
          .map(Path::toString)
          .toList();
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static void say(String sentence) {
    System.err.println(sentence);
  }

  private int run(List<String> command, Path where, int seconds)
      throws IOException, InterruptedException {
    Files.writeString(
        log,
        "$ " + String.join(" ", command) + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
    var builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    var process = builder.start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroy();
      process.waitFor();
      return -1;
    }
    return process.exitValue();
  }

  private String output(List<String> command) throws IOException, InterruptedException {
    var file = Files.createTempFile(folder, "plan", ".txt");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectOutput(file.toFile())
              .start();
      process.getOutputStream().close();
      process.waitFor(120, TimeUnit.SECONDS);
      return Files.readString(file);
    } finally {
      Files.delete(file);
    }
  }
}
