package org.dossierhub.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** Payara Server with the application: how it starts, answers and stops. */
final class ServerPart implements Part {

  private static final String NETWORK_ALLOW = "hub.network.allow";
  private static final Pattern PART_DOWN = Pattern.compile("\"name\":\"(\\w+)\",\"ready\":false");

  private final Installation installation;
  private final Node node;
  private final PkiPart pki;
  private final BrokerPart broker;
  private final PayaraFiles payara;
  private final ServerDomain domain;
  private SSLSocketFactory strangers;

  ServerPart(
      Installation installation, Node node, PkiPart pki, DatabasePart database, BrokerPart broker) {
    this.installation = installation;
    this.node = node;
    this.pki = pki;
    this.broker = broker;
    this.payara = new PayaraFiles(installation);
    this.domain = new ServerDomain(installation, node, payara, pki, database);
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

  /** The address agencies call. */
  String agencies() {
    return "https://localhost:" + installation.ports().of(node.mutual) + "/soap/exchange";
  }

  @Override
  public String prepare() throws IOException, InterruptedException, Obstacle {
    payara.install();
    var facts = new ArrayList<>(domain.facts());
    facts.add(environment());
    facts.add(options());
    facts.add(installation.java());
    return Fingerprint.of(facts);
  }

  @Override
  public List<Ports.Use> ports() {
    return List.of(node.https, node.mutual, node.admin);
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
    known.put("hub.system.keystore", pki.identity("hub-system", "p12").toString());
    known.put("hub.system.password.file", pki.identity("hub-system", "password").toString());
    known.put("hub.tsa.url", pki.address() + "tsa");
    known.put("hub.broker.url", broker.address());
    known.put("hub.broker.user", "hub");
    known.put("hub.broker.password.file", installation.secrets().file("broker-hub").toString());
    known.put("hub.broker.trust", domain.brokerTrust().toString());
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

  @Override
  public LocalProcess.Running start(String version)
      throws IOException, InterruptedException, Obstacle {
    domain.write();
    var configuration = Domain.read(domain.folder().resolve("config/domain.xml"));
    var variables =
        Map.of(
            "com.sun.aas.installRoot",
            payara.glassfish().toString(),
            "com.sun.aas.instanceRoot",
            domain.folder().toString());
    var command = new ArrayList<String>();
    command.add(installation.java().toString());
    command.add("-cp");
    command.add(
        domain.folder().resolve("lib/ext")
            + "/*:"
            + payara.glassfish().resolve("modules/glassfish.jar"));
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
            domain.folder().toString(),
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
            domain.folder(),
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

  /**
   * The health address is asked only once there is somebody to answer: each question costs a TLS
   * handshake.
   */
  @Override
  public boolean isReady() throws IOException {
    return domain.isDeployed() && missing().filter(List::isEmpty).isPresent();
  }

  @Override
  public boolean isStarted() throws IOException {
    return domain.isDeployed() && missing().filter(List.of("history")::containsAll).isPresent();
  }

  /**
   * The parts that are not well by the health address, asked as a stranger with the installation's
   * roots would; absent while nobody answers.
   */
  private Optional<List<String>> missing() throws IOException {
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
      if (connection.getResponseCode() == 200) {
        return Optional.of(List.of());
      }
      try (var in = connection.getErrorStream()) {
        if (in == null) {
          return Optional.empty();
        }
        var health = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        var down = PART_DOWN.matcher(health).results().map(part -> part.group(1)).toList();
        return down.isEmpty() ? Optional.empty() : Optional.of(down);
      }
    } catch (IOException e) {
      return Optional.empty(); // not yet
    }
  }

  @Override
  public Optional<String> refusal() throws IOException {
    return domain.refusal();
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    process().stop("TERM", Duration.ofSeconds(45));
  }

  @Override
  public int patience() {
    return 600; // seconds enough for a slow machine; a failure is seen long before
  }
}
