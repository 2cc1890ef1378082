package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The domain folder of one {@link Node}: its configuration, its stores, its libraries and the
 * application. Written anew before each start, so that nothing but the settings decides how the
 * server runs.
 */
final class ServerDomain {
  private static final String CERTIFICATE = "hub-tls";
  private static final String APPLICATION = "dossier-hub";
  private static final String DIRECTIVES = "compiler.directives";

  private final Installation installation;
  private final Node node;
  private final PayaraFiles payara;
  private final PkiPart pki;
  private final DatabasePart database;

  ServerDomain(
      Installation installation,
      Node node,
      PayaraFiles payara,
      PkiPart pki,
      DatabasePart database) {
    this.installation = installation;
    this.node = node;
    this.payara = payara;
    this.pki = pki;
    this.database = database;
  }

  Path folder() {
    return installation.home().server().resolve(node.domain);
  }

  private Path application() throws IOException, Obstacle {
    return Program.built(
        installation.home().checkout().resolve("ear/application/target"), "application-", ".ear");
  }

  /** The database driver, for the server's pool. */
  private Program driver() throws IOException, Obstacle {
    return Program.of(
        folder().resolve("lib"),
        installation.home().checkout().resolve("ear/launcher/target/server-lib"));
  }

  /**
   * The trust of the mutual-TLS listener, on the class path of the JVM itself: security providers
   * are looked for only there.
   */
  private Program trust() throws IOException, Obstacle {
    return Program.of(
        folder().resolve("lib/ext"),
        installation.home().checkout().resolve("ear/launcher/target/server-ext"));
  }

  /** What another server would mean, as far as files and passwords decide it. */
  List<Object> facts() throws IOException, Obstacle {
    return List.of(
        Fingerprint.ofArchive(application()),
        driver().fingerprint(),
        trust().fingerprint(),
        database.password(),
        heap());
  }

  private String heap() {
    return installation.settings().get("hub.server.heap").orElse("768m");
  }

  /** The roots of the installation in one file: the client of the broker takes no folder. */
  Path brokerTrust() {
    return installation.home().server().resolve("tls-roots.pem");
  }

  /** Writes all of it but the server's own cache, which saves time. */
  void write() throws IOException, Obstacle {
    var template = payara.glassfish().resolve("domains/domain1");
    for (var folder :
        new String[] {
          "applications",
          "autodeploy",
          "config",
          "docroot",
          "generated",
          "lib",
          "logs",
          "init-info",
          "endpoints"
        }) {
      Tree.delete(folder().resolve(folder));
      Files.createDirectories(folder().resolve(folder));
    }
    Tree.copy(
        template.resolve("config"),
        folder().resolve("config"),
        (from, to) -> Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING));
    driver().copy();
    trust().copy();
    writeStores();
    writeLogging();

    var config = folder().resolve("config");
    var xml = Domain.read(config.resolve("domain.xml"));
    xml.keepOnlyWhatTheHubUses();
    xml.listeners(
        installation.settings().get("hub.listen").orElse("127.0.0.1"),
        installation.ports().of(node.https),
        installation.ports().of(node.mutual),
        installation.ports().of(node.admin),
        CERTIFICATE);
    xml.database(database.address(), database.user(), "${ALIAS=hub-database}", 24);
    var security = config.resolve("hub.security");
    Files.writeString(
        security,
        "# One more than the providers of this JVM, which count from 1\nsecurity.provider.%d=org.dossierhub.trust.FolderTrustProvider%n"
            .formatted(Security.getProviders().length + 1));
    var directives = config.resolve(DIRECTIVES);
    try (var in = ServerDomain.class.getResourceAsStream(DIRECTIVES)) {
      Files.copy(in, directives);
    }
    xml.jvm(
        Set.of(
            "-Xmx",
            "-XX:NewRatio",
            "-Djdbc.drivers",
            "-Dosgi.shell",
            "-Dgosh.args",
            "-Dfelix.fileinstall",
            "-Dorg.glassfish.additionalOSGiBundlesToStart",
            "-Djdk.attach.allowAttachSelf",
            "-Dcom.sun.enterprise.security.httpsOutboundKeyAlias"),
        List.of(
            "-Xms512m", // the start needs it anyway; growing to it costs full collections
            "-XX:MetaspaceSize=160m",
            "-Xmx" + heap(),
            "-XX:MaxMetaspaceSize=384m",
            "-XX:MaxDirectMemorySize=128m",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompilerDirectivesFile=" + directives,
            "-XX:CompileCommand=quiet",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dproduct.name=Dossier-Hub",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=Asia/Ho_Chi_Minh",
            "-Dcom.sun.enterprise.security.httpsOutboundKeyAlias=" + CERTIFICATE,
            "-Djava.security.properties=" + security,
            "-Dorg.glassfish.additionalOSGiBundlesToStart="));
    xml.write(config.resolve("domain.xml"));
    Secrets.write(
        config.resolve("admin-keyfile"),
        AdminAccount.line(installation.secrets().read("server-admin")));
    Files.deleteIfExists(config.resolve("keyfile"));
    Files.createFile(config.resolve("keyfile"));
    Files.copy(application(), folder().resolve("autodeploy").resolve(APPLICATION + ".ear"));
  }

  /**
   * One log, below the installation's own folder, one line per event, at most six files of 20 MB.
   */
  private void writeLogging() throws IOException {
    var file = folder().resolve("config/logging.properties");
    var handler = "com.sun.enterprise.server.logging.GFFileHandler.";
    var ours = new LinkedHashMap<String, String>();
    ours.put("handlers", "");
    ours.put(handler + "file", installation.home().log(node.part).toString());
    ours.put(handler + "multiLineMode", "false");
    ours.put(handler + "excludeFields", "tid,timeMillis,levelValue,nameId");
    ours.put(handler + "rotationLimitInBytes", "20000000");
    ours.put(handler + "maxHistoryFiles", "5");
    ours.put("com.sun.enterprise.server.logging.ODLLogFormatter.ansiColor", "false");
    ours.put("com.sun.enterprise.server.logging.UniformLogFormatter.ansiColor", "false");
    ours.put("org.jboss.weld.level", "WARNING");
    ours.put("eu.europa.esig.level", "WARNING");
    // It warns of every reserved place that is not signed yet, which is how a result begins.
    ours.put("eu.europa.esig.dss.pdf.pdfbox.PdfBoxDocumentReader.level", "SEVERE");
    var lines = new ArrayList<String>();
    for (var line : Files.readAllLines(file)) {
      var name = line.split("=", 2)[0].strip();
      if (!ours.containsKey(name)) {
        lines.add(line);
      }
    }
    ours.forEach((name, value) -> lines.add(name + "=" + value));
    Files.write(file, lines);
  }

  /**
   * Listener certificate, trust in the installation's own TLS roots, and the passwords the
   * configuration refers to.
   */
  private void writeStores() throws IOException, Obstacle {
    var settings = installation.settings();
    var keystore = settings.path("hub.tls.keystore").orElse(pki.identity("hub-tls", "p12"));
    var passwordFile =
        settings.path("hub.tls.password.file").orElse(pki.identity("hub-tls", "password"));
    try {
      var stores =
          new ServerStores(
              folder().resolve("config"),
              installation.secrets().read("server-master").toCharArray());
      stores.key(CERTIFICATE, keystore, Files.readString(passwordFile).strip().toCharArray());
      stores.trust(installation.home().trust().resolve("tls"));
      stores.passwords(Map.of("hub-database", database.password()));
    } catch (GeneralSecurityException e) {
      throw new Obstacle(
          "The listener certificate in %s cannot be used: %s".formatted(keystore, e.getMessage()),
          e);
    }
    var roots = new StringBuilder();
    for (var file : ServerStores.pemFiles(installation.home().trust().resolve("tls"))) {
      roots.append(Files.readString(file).strip()).append('\n');
    }
    Files.writeString(brokerTrust(), roots);
  }

  /** The server says that it took the application, on the disk. */
  boolean isDeployed() {
    return Files.exists(folder().resolve("autodeploy").resolve(APPLICATION + ".ear_deployed"));
  }

  /** What the server said about an application it could not take; absent while all is well. */
  Optional<String> refusal() throws IOException {
    var failed = folder().resolve("autodeploy").resolve(APPLICATION + ".ear_deployFailed");
    if (!Files.exists(failed)) {
      return Optional.empty();
    }
    var why =
        ShowLogs.lastLines(installation.home().log(node.part), 2000).stream()
            .filter(line -> line.contains("Error occurred during deployment:"))
            .map(line -> line.substring(line.indexOf("Error occurred during deployment:")))
            .flatMap(line -> Stream.of(line.split("%%%EOL%%%")))
            .filter(line -> !line.strip().startsWith("at "))
            .limit(12)
            .collect(Collectors.joining(System.lineSeparator() + "  "));
    return Optional.of(
        "The server could not take the application (more in ./hub logs server). " + why);
  }
}
