package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Payara Server as it comes from its makers, the same for every node of an installation. */
final class PayaraFiles {
  private final Installation installation;

  PayaraFiles(Installation installation) {
    this.installation = installation;
  }

  private Path payara() {
    return installation.home().server().resolve("payara6");
  }

  Path glassfish() {
    return payara().resolve("glassfish");
  }

  /**
   * The server as the build unpacked it, once per build; the folder appears only when it is
   * complete. A link costs neither time nor space, where the disk can do it.
   */
  void install() throws IOException, Obstacle {
    var distribution = distribution();
    var made = Files.getLastModifiedTime(distribution).toString();
    var version = glassfish().resolve(".installed-from");
    if (Files.exists(version) && Files.readString(version).equals(made)) {
      return;
    }
    installation.requireSpace(700);
    Tree.delete(payara());
    var fresh = installation.home().server().resolve("installing");
    Tree.delete(fresh);
    Tree.copy(distribution, fresh, PayaraFiles::link);
    ServerImports.writeTo(fresh.resolve("glassfish/modules"));
    Files.writeString(fresh.resolve("glassfish/.installed-from"), made);
    Files.move(fresh, payara(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileSystemException | UnsupportedOperationException e) {
      // another disk, or files of somebody else
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private Path distribution() throws IOException, Obstacle {
    return Program.built(
            installation.home().checkout().resolve("ear/launcher/target"), "payara-", "")
        .resolve("payara6");
  }
}
