package org.dossierhub.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Payara Server with the application. Its domain is written anew before each start, so that nothing
 * but the settings decides how it runs.
 */
final class ServerPart implements Part {

  private static final String CERTIFICATE = "hub-tls";
  private static final String APPLICATION = "dossier-hub";
  private static final String DIRECTIVES = "compiler.directives";
  private static final String NETWORK_ALLOW = "hub.network.allow";

  private final Installation installation;
  private final Node node;
  private final PkiPart pki;
  private final DatabasePart database;
  private final BrokerPart broker;
  private SSLSocketFactory strangers;

  ServerPart(
      Installation installation, Node node, PkiPart pki, DatabasePart database, BrokerPart broker) {
    this.installation = installation;
    this.node = node;
    this.pki = pki;
    this.database = database;
    this.broker = broker;
  }

  @Override
  public String name() {
    return node.part;
  }

  /** A server that the operator runs: docs/operations.md says what it needs. */
  @Override
  public Optional<String> elsewhere() {
    return installation.settings().get("hub.server.url");
  }

  @Override
  public String address() {
    return elsewhere()
        .orElseGet(() -> "https://localhost:" + installation.ports().of(node.https) + "/");
  }

  @Override
  public LocalProcess process() {
    return new LocalProcess(name(), installation.home().run());
  }

  private Path payara() {
    return installation.home().server().resolve("payara6");
  }

  private Path install() {
    return payara().resolve("glassfish");
  }

  private Path domain() {
    return installation.home().server().resolve(node.domain);
  }

  private Path application() throws IOException, Obstacle {
    return Program.built(
        installation.home().checkout().resolve("ear/application/target"), "application-", ".ear");
  }

  /** The address agencies call. */
  String agencies() {
    return "https://localhost:" + installation.ports().of(node.mutual) + "/soap/exchange";
  }

  /** The database driver, for the server's pool. */
  private Program driver() throws IOException, Obstacle {
    return Program.of(
        domain().resolve("lib"),
        installation.home().checkout().resolve("ear/launcher/target/server-lib"));
  }

  /**
   * The trust of the mutual-TLS listener, on the class path of the JVM itself: security providers
   * are looked for only there.
   */
  private Program trust() throws IOException, Obstacle {
    return Program.of(
        domain().resolve("lib/ext"),
        installation.home().checkout().resolve("ear/launcher/target/server-ext"));
  }

  @Override
  public String prepare() throws IOException, InterruptedException, Obstacle {
    install(distribution());
    var facts = new ArrayList<Object>();
    facts.add(Fingerprint.ofArchive(application()));
    facts.add(driver().fingerprint());
    facts.add(trust().fingerprint());
    facts.add(environment());
    facts.add(database.password());
    facts.add(heap());
    facts.add(options());
    facts.add(installation.java());
    return Fingerprint.of(facts);
  }

  /**
   * The server as the build unpacked it, once per build; the folder appears only when it is
   * complete. A link costs neither time nor space, where the disk can do it.
   */
  private void install(Path distribution) throws IOException, Obstacle {
    var made = Files.getLastModifiedTime(distribution).toString();
    var version = install().resolve(".installed-from");
    if (Files.exists(version) && Files.readString(version).equals(made)) {
      return;
    }
    installation.requireSpace(700);
    delete(payara());
    var fresh = installation.home().server().resolve("installing");
    delete(fresh);
    copy(distribution, fresh, ServerPart::link);
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

  @Override
  public List<Ports.Use> ports() {
    return List.of(node.https, node.mutual, node.admin);
  }

  private String heap() {
    return installation.settings().get("hub.server.heap").orElse("768m");
  }

  /** What the operator adds to the JVM's options: a recording, a collector, a proxy. */
  private List<String> options() {
    return installation.settings().get("hub.server.options").stream()
        .flatMap(options -> Stream.of(options.split("\\s+")))
        .toList();
  }

  /** The contract's settings, as environment variables. */
  private Map<String, String> environment() throws IOException {
    var home = installation.home();
    var ports = installation.ports();
    var known = new LinkedHashMap<String, String>();
    known.put("hub.public.url", "https://localhost:" + ports.of(Ports.Use.HTTPS));
    known.put("hub.mutual.port", String.valueOf(ports.of(node.mutual)));
    known.put("hub.data.folder", home.data().toString());
    known.put("hub.trust.folder", home.trust().toString());
    known.put("hub.tls.trust.folder", home.tlsTrust().toString());
    known.put("hub.system.keystore", identity("hub-system", "p12").toString());
    known.put("hub.system.password.file", identity("hub-system", "password").toString());
    known.put("hub.tsa.url", pki.address() + "tsa");
    known.put("hub.broker.url", broker.address());
    known.put("hub.broker.user", "hub");
    known.put("hub.broker.password.file", installation.secrets().file("broker-hub").toString());
    known.put("hub.broker.trust", brokerTrust().toString());
    known.put("hub.bootstrap.password.file", installation.secrets().file("bootstrap").toString());
    known.put("hub.metrics.token.file", installation.secrets().file("metrics").toString());
    known.put("hub.demo", "false");
    known.put("hub.code", "H99.00");
    var environment = installation.settings().over(known);
    environment.remove(Settings.variable(Node.SETTING)); // no node needs to know
    environment.put(
        Settings.variable(NETWORK_ALLOW),
        installation.settings().listWith(NETWORK_ALLOW, pki.asked()));
    return environment;
  }

  private Path identity(String name, String ending) {
    return installation.home().pki().resolve("identities").resolve(name + "." + ending);
  }

  private Path brokerTrust() {
    return installation.home().server().resolve("tls-roots.pem");
  }

  @Override
  public LocalProcess.Running start(String version)
      throws IOException, InterruptedException, Obstacle {
    writeDomain();
    var config = domain().resolve("config");
    var configuration = Domain.read(config.resolve("domain.xml"));
    var variables =
        Map.of(
            "com.sun.aas.installRoot",
            install().toString(),
            "com.sun.aas.instanceRoot",
            domain().toString());
    var command = new ArrayList<String>();
    command.add(installation.java().toString());
    command.add("-cp");
    command.add(domain().resolve("lib/ext") + "/*:" + install().resolve("modules/glassfish.jar"));
    command.addAll(configuration.jvmOptions(Runtime.version().feature(), variables));
    variables.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(options());
    command.addAll(
        List.of(
            "com.sun.enterprise.glassfish.bootstrap.ASMain",
            "-upgrade",
            "false",
            "-read-stdin",
            "true", // the master password
            "-domainname",
            node.domain,
            "-domaindir",
            domain().toString(),
            "-instancename",
            "server",
            "-type",
            "DAS",
            "-verbose",
            "false"));
    return process()
        .start(
            command,
            environment(),
            domain(),
            console(),
            Optional.of(masterPasswordInput()),
            version);
  }

  /** What the JVM says before the server's own log begins, or when it crashes. */
  private Path console() {
    return installation.home().log(node.part + "-console");
  }

  private Path masterPasswordInput() throws IOException {
    var file = installation.home().secrets().resolve("server-master.input");
    Secrets.write(
        file, "AS_ADMIN_MASTERPASSWORD=" + installation.secrets().read("server-master") + "\n");
    return file;
  }

  private void writeDomain() throws IOException, Obstacle {
    var template = install().resolve("domains/domain1");
    // The OSGi cache is the server's own and saves time; all else is written anew.
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
      delete(domain().resolve(folder));
      Files.createDirectories(domain().resolve(folder));
    }
    copy(
        template.resolve("config"),
        domain().resolve("config"),
        (from, to) -> Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING));
    driver().copy();
    trust().copy();
    writeStores();
    writeLogging();

    var config = domain().resolve("config");
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
    try (var in = ServerPart.class.getResourceAsStream(DIRECTIVES)) {
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
            // four times the defaults: a start runs much code often enough for the second compiler
            // and then never again
            "-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=2400",
            "-XX:Tier4CompileThreshold=60000",
            "-XX:Tier4BackEdgeThreshold=160000",
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
    Files.copy(application(), domain().resolve("autodeploy").resolve(APPLICATION + ".ear"));
  }

  /**
   * One log, below the installation's own folder, one line per event, at most six files of 20 MB.
   */
  private void writeLogging() throws IOException {
    var file = domain().resolve("config/logging.properties");
    var handler = "com.sun.enterprise.server.logging.GFFileHandler.";
    var ours = new LinkedHashMap<String, String>();
    ours.put("handlers", "");
    ours.put(handler + "file", installation.home().log(name()).toString());
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
    var keystore = settings.path("hub.tls.keystore").orElse(identity("hub-tls", "p12"));
    var passwordFile =
        settings.path("hub.tls.password.file").orElse(identity("hub-tls", "password"));
    try {
      var stores =
          new ServerStores(
              domain().resolve("config"),
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

  /**
   * The health address is asked only once there is somebody to answer: each question costs a TLS
   * handshake.
   */
  @Override
  public boolean isReady() throws IOException {
    return isDeployed() && askHealth() == 200;
  }

  /**
   * The status of the health address, asked as a stranger with the installation's roots would; 0
   * while nobody answers.
   */
  private int askHealth() throws IOException {
    try {
      if (strangers == null) {
        strangers =
            ServerStores.clientContext(installation.home().trust().resolve("tls"))
                .getSocketFactory();
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("The roots of the installation cannot be read", e);
    }
    try {
      var address =
          URI.create("https://localhost:" + installation.ports().of(node.https) + "/api/v1/health");
      var connection = (HttpsURLConnection) address.toURL().openConnection();
      connection.setSSLSocketFactory(strangers);
      connection.setConnectTimeout(2_000);
      connection.setReadTimeout(6_000);
      connection.setInstanceFollowRedirects(false);
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0; // not yet
    }
  }

  /** The server says that it took the application, on the disk. */
  private boolean isDeployed() {
    return Files.exists(domain().resolve("autodeploy").resolve(APPLICATION + ".ear_deployed"));
  }

  /** What the server said about an application it could not take; absent while all is well. */
  Optional<String> refusal() throws IOException {
    var failed = domain().resolve("autodeploy").resolve(APPLICATION + ".ear_deployFailed");
    if (!Files.exists(failed)) {
      return Optional.empty();
    }
    var why =
        ShowLogs.lastLines(installation.home().log(name()), 2000).stream()
            .filter(line -> line.contains("Error occurred during deployment:"))
            .map(line -> line.substring(line.indexOf("Error occurred during deployment:")))
            .flatMap(line -> Stream.of(line.split("%%%EOL%%%")))
            .filter(line -> !line.strip().startsWith("at "))
            .limit(12)
            .collect(Collectors.joining(System.lineSeparator() + "  "));
    return Optional.of(
        "The server could not take the application (more in ./hub logs server). " + why);
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    process().stop("TERM", Duration.ofSeconds(45));
  }

  @Override
  public int patience() {
    return 600; // seconds enough for a slow machine; a failure is seen long before
  }

  private interface FileCopy {
    void copy(Path from, Path to) throws IOException;
  }

  private static void copy(Path from, Path to, FileCopy file) throws IOException {
    try (var all = Files.walk(from)) {
      for (var one : all.toList()) {
        var target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else {
          file.copy(one, target);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
