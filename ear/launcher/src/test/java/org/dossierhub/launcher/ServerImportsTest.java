package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fragment that declares the application's imports, beside the very modules it belongs to. */
class ServerImportsTest {

  @TempDir Path modules;

  @Test
  void the_fragment_names_the_module_of_the_distribution_that_applications_load_through()
      throws Exception {
    try (var zip = new ZipFile(System.getProperty("payara.zip"));
        var in =
            new JarInputStream(
                zip.getInputStream(zip.getEntry("payara6/glassfish/modules/api-exporter.jar")))) {
      var host = in.getManifest().getMainAttributes();

      assertThat(host.getValue("Bundle-SymbolicName")).isEqualTo(written("Fragment-Host"));
      assertThat(host.getValue("DynamicImport-Package"))
          .as("what makes each package cost a run of the resolver")
          .isEqualTo("*");
    }
  }

  @Test
  void every_package_is_optional_so_that_another_version_of_the_server_still_starts()
      throws Exception {
    var imports = written("Import-Package").split(",");

    assertThat(imports)
        .hasSizeGreaterThan(150)
        .allMatch(one -> one.endsWith(";resolution:=optional"));
    assertThat(ServerImports.packages())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]\\w*(\\.\\w+)*"))
        .noneMatch(name -> name.equals("java") || name.startsWith("java."));
  }

  @Test
  void most_of_the_named_packages_are_in_the_distribution() throws Exception {
    try (var zip = new ZipFile(System.getProperty("payara.zip"))) {
      var exported =
          zip.stream()
              .filter(entry -> entry.getName().matches("payara6/glassfish/modules/.*\\.jar"))
              .map(
                  entry -> {
                    try (var in = new JarInputStream(zip.getInputStream(entry))) {
                      var manifest = in.getManifest();
                      var value =
                          manifest == null
                              ? null
                              : manifest.getMainAttributes().getValue("Export-Package");
                      return value == null ? "" : value;
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  })
              .collect(Collectors.joining(","));

      assertThat(
              ServerImports.packages().stream()
                  .filter(name -> !name.startsWith("javax.") && !name.startsWith("org.w3c."))
                  .filter(name -> !exported.contains(name)))
          .as("packages that no module exports any more: renew server-imports.txt")
          .hasSizeLessThan(12);
    }
  }

  private String written(String attribute) throws Exception {
    ServerImports.writeTo(modules);
    try (var jar = new JarFile(modules.resolve("dossierhub-server-imports.jar").toFile())) {
      return jar.getManifest().getMainAttributes().getValue(attribute);
    }
  }
}
