package org.dossierhub.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one of the application's programs that read database and data folder directly: the server
 * need not run, and is not asked.
 */
final class StoreProgram {
  /** Reads the audit log and finds the first place where it is not as it was sealed. */
  static final String AUDIT = "org.dossierhub.exchange.store.VerifyAuditLog";

  /** Lists what a database that is older than the payload store does not know. */
  static final String RECONCILE = "org.dossierhub.exchange.store.Reconcile";

  private final Installation installation;
  private final String program;

  StoreProgram(Installation installation, String program) {
    this.installation = installation;
    this.program = program;
  }

  /** The program's exit code: 0 all is well, 1 it is not, 2 that cannot be read. */
  int run(String... arguments) throws IOException, InterruptedException, Obstacle {
    var database = new DatabasePart(installation);
    var command =
        new ArrayList<>(
            List.of(
                installation.java().toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                classPath(),
                program));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    var environment = builder.environment();
    environment.put("HUB_DATABASE_URL", database.address());
    environment.put("HUB_DATABASE_USER", database.user());
    environment.put("HUB_DATABASE_PASSWORD", database.password());
    environment.put(
        "HUB_DATA_FOLDER",
        installation
            .settings()
            .path("hub.data.folder")
            .orElse(installation.home().data())
            .toString());
    environment.put(
        "HUB_TRUST_FOLDER",
        installation
            .settings()
            .path("hub.trust.folder")
            .orElse(installation.home().trust())
            .toString());
    return builder.inheritIO().start().waitFor();
  }

  private String classPath() throws IOException, Obstacle {
    var checkout = installation.home().checkout();
    var web = folder(checkout.resolve("exchange-service/target"), "exchange-service-");
    var application = folder(checkout.resolve("ear/application/target"), "application-");
    return String.join(
        File.pathSeparator,
        List.of(
            web.resolve("WEB-INF/classes").toString(),
            web.resolve("WEB-INF/lib") + "/*",
            application.resolve("lib") + "/*",
            checkout.resolve("ear/launcher/target/server-lib") + "/*"));
  }

  private static Path folder(Path target, String begin) throws IOException, Obstacle {
    if (Files.isDirectory(target)) {
      try (var found = Files.list(target)) {
        var folder =
            found
                .filter(path -> path.getFileName().toString().startsWith(begin))
                .filter(Files::isDirectory)
                .findFirst();
        if (folder.isPresent()) {
          return folder.get();
        }
      }
    }
    throw new Obstacle(
        "%s has no %s*: the build is not complete. Run ./hub build.".formatted(target, begin));
  }
}
