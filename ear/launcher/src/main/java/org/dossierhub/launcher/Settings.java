package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the operator decided: the environment ({@code HUB_DATABASE_URL}) before the file {@code
 * hub.properties} in the installation's folder ({@code hub.database.url}). Everything that begins
 * with {@code hub.} reaches the application too.
 */
final class Settings {

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  static Settings read(Path file, Map<String, String> environment) throws IOException {
    var values = new TreeMap<String, String>();
    if (Files.exists(file)) {
      var properties = new Properties();
      try (var in = Files.newBufferedReader(file)) {
        properties.load(in);
      }
      properties
          .stringPropertyNames()
          .forEach(name -> values.put(variable(name), properties.getProperty(name).strip()));
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("HUB_") && !value.isBlank()) {
            values.put(name, value);
          }
        });
    return new Settings(values);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(variable(name))).filter(value -> !value.isBlank());
  }

  Optional<Path> path(String name) {
    return get(name).map(value -> Path.of(value).toAbsolutePath());
  }

  /** What nobody decided is false: nothing is loosened unless somebody asked for it. */
  boolean isTrue(String name) {
    return get(name).map(Boolean::parseBoolean).orElse(false);
  }

  /** The entries of a list with commas, after those the launcher knows; each once. */
  String listWith(String name, List<String> known) {
    return Stream.concat(
            known.stream(), get(name).stream().flatMap(list -> Stream.of(list.split(","))))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /**
   * The environment of the application: what the launcher knows, overruled by what the operator
   * decided.
   */
  Map<String, String> over(Map<String, String> known) {
    var all = new LinkedHashMap<String, String>();
    known.forEach((name, value) -> all.put(variable(name), value));
    values.forEach(
        (name, value) -> {
          if (name.startsWith("HUB_")) {
            all.put(name, value);
          }
        });
    return all;
  }

  /** MicroProfile Config finds {@code hub.public.url} in {@code HUB_PUBLIC_URL}. */
  static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
