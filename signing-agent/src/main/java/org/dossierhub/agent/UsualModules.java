package org.dossierhub.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The PKCS#11 libraries that come with the tokens in use in Vietnam, as far as they are installed
 * here.
 */
final class UsualModules {
  private static final List<Path> FOLDERS =
      List.of(
          Path.of(System.getenv().getOrDefault("SystemRoot", "C:\\Windows"), "System32"),
          Path.of("/usr/lib"),
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/local/lib"));

  private UsualModules() {}

  static List<Path> installed() {
    try (var in = UsualModules.class.getResourceAsStream("usual-modules.txt");
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(String::strip)
          .filter(name -> !name.isEmpty() && !name.startsWith("#"))
          .flatMap(name -> FOLDERS.stream().map(folder -> folder.resolve(name)))
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
