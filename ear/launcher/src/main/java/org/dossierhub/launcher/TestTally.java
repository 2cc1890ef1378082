package org.dossierhub.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts what the test run really did, from the XML reports of Surefire and Failsafe below a
 * folder. The last line is "N passed, N failed, N skipped"; the exit code is 0 only when something
 * passed, nothing failed and the build itself ended well.
 *
 * <p>Run as a source file ({@code java TestTally.java}), so that it counts even when the build
 * broke: it may use nothing but the JDK.
 */
public final class TestTally {

  /**
   * What Surefire says when a test process dies, which leaves no report and, with failures ignored,
   * no failed build.
   */
  private static final List<String> CRASHES =
      List.of(
          "The forked VM terminated without",
          "ExecutionException The forked VM",
          "There was a timeout",
          "There was an error in the forked process");

  private final List<String> failures = new ArrayList<>();
  private final List<String> skips = new ArrayList<>();
  private int passed;

  public static void main(String[] args) throws IOException {
    int buildExit = 0;
    Path log = null;
    var folder = Path.of(".");
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--build-exit" -> buildExit = Integer.parseInt(args[++i]);
        case "--log" -> log = Path.of(args[++i]);
        default -> folder = Path.of(args[i]);
      }
    }
    var tally = new TestTally();
    tally.count(folder);
    if (log != null) {
      tally.noticeCrashes(log);
    }
    tally.print(buildExit);
    System.exit(tally.exitCode(buildExit));
  }

  /** Adds every report below the folder. */
  void count(Path folder) throws IOException {
    var reports = new ArrayList<Path>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            var name = String.valueOf(dir.getFileName());
            return name.equals("var") || name.equals(".git") || name.equals("src")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var parent = String.valueOf(file.getParent().getFileName());
            if ((parent.equals("surefire-reports") || parent.equals("failsafe-reports"))
                && file.getFileName().toString().matches("TEST-.*\\.xml")) {
              reports.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult
                .CONTINUE; // somebody else's folder, or gone meanwhile: no report of ours
          }
        });
    reports.sort(null);
    for (var report : reports) {
      try (var in = Files.newInputStream(report)) {
        add(in);
      } catch (XMLStreamException e) {
        failures.add(report + ": unreadable report: " + e.getMessage());
      }
    }
  }

  /** Adds one report. */
  void add(InputStream report) throws XMLStreamException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    var xml = factory.createXMLStreamReader(report);
    String test = null;
    boolean counted = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "testcase" -> {
            test = name(xml);
            counted = false;
          }
          case "failure", "error" -> {
            if (test != null && !counted) {
              failures.add(test + ": " + message(xml));
              counted = true;
            }
          }
          case "skipped" -> {
            if (test != null && !counted) {
              skips.add(test + ": " + message(xml));
              counted = true;
            }
          }
          default -> {
            // properties and captured output
          }
        }
      } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("testcase")) {
        passed += counted ? 0 : 1;
        test = null;
      }
    }
  }

  /** A test process that died counts as a failure. */
  void noticeCrashes(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      lines
          .filter(line -> line.startsWith("[ERROR]"))
          .filter(line -> CRASHES.stream().anyMatch(line::contains))
          .findFirst()
          .ifPresent(line -> failures.add("a test process did not end by itself: " + line));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String name(XMLStreamReader xml) {
    var owner = String.valueOf(xml.getAttributeValue(null, "classname"));
    return owner.substring(owner.lastIndexOf('.') + 1) + "." + xml.getAttributeValue(null, "name");
  }

  private static String message(XMLStreamReader xml) {
    var message = xml.getAttributeValue(null, "message");
    if (message == null || message.isBlank()) {
      return String.valueOf(xml.getAttributeValue(null, "type"));
    }
    return message.lines().findFirst().orElse("").strip();
  }

  String summary() {
    return "%d passed, %d failed, %d skipped".formatted(passed, failures.size(), skips.size());
  }

  int exitCode(int buildExit) {
    return buildExit == 0 && failures.isEmpty() && passed > 0 ? 0 : 1;
  }

  private void print(int buildExit) {
    System.out.println();
    skips.forEach(skip -> System.out.println("skipped  " + skip));
    failures.forEach(failure -> System.out.println("FAILED   " + failure));
    if (buildExit != 0) {
      System.out.println(
          "The build itself stopped with exit code " + buildExit + ": not everything was run.");
    } else if (passed == 0) {
      System.out.println("No test passed: that is never a good run.");
    }
    System.out.println(summary());
  }
}
