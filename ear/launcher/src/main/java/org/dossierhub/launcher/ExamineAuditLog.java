package org.dossierhub.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the application's program that reads the audit log and finds the first place where it is not
 * as it was sealed. It reads the database directly: the server need not run, and is not asked.
 */
final class ExamineAuditLog {
  private static final String PROGRAM = "org.dossierhub.exchange.store.VerifyAuditLog";

  private final Installation installation;

  ExamineAuditLog(Installation installation) {
    this.installation = installation;
  }

  /** The program's exit code: 0 whole, 1 broken, 2 not readable. */
  int examine() throws IOException, InterruptedException, Obstacle {
    var database = new DatabasePart(installation);
    var builder =
        new ProcessBuilder(
            installation.java().toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-Dfile.encoding=UTF-8",
            "-cp",
            classPath(),
            PROGRAM);
    var environment = builder.environment();
    environment.put("HUB_DATABASE_URL", database.address());
    environment.put("HUB_DATABASE_USER", database.user());
    environment.put("HUB_DATABASE_PASSWORD", database.password());
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
