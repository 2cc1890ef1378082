package org.dossierhub.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * The fragment bundle (OSGi Core 7, 3.14) that tells the server's module for applications which
 * packages they will ask for. Without it that module imports dynamically, one package after the
 * other, while the application is deployed; each import resolves several hundred modules anew.
 */
final class ServerImports {

  private static final String HOST = "GlassFish-Application-Common-Module";

  private ServerImports() {}

  /** A package that the server has no longer is no obstacle: all are optional. */
  static List<String> packages() throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                ServerImports.class.getResourceAsStream("server-imports.txt"),
                StandardCharsets.US_ASCII))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  /** Writes the fragment among the server's modules. */
  static void writeTo(Path modules) throws IOException {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", "org.dossierhub.server-imports");
    attributes.putValue("Bundle-Version", "1.0.0");
    attributes.putValue("Fragment-Host", HOST);
    attributes.putValue(
        "Import-Package",
        packages().stream()
            .map(name -> name + ";resolution:=optional")
            .collect(Collectors.joining(",")));
    try (var jar =
        new JarOutputStream(
            Files.newOutputStream(modules.resolve("dossierhub-server-imports.jar")), manifest)) {
      jar.flush();
    }
  }
}
