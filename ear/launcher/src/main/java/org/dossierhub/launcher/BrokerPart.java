package org.dossierhub.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.dossierhub.broker.PasswordHash;

/** The message broker: our small main on Artemis, with its journal in the installation's folder. */
record BrokerPart(Installation installation) implements Part {

  /**
   * Broker users that the demonstration needs: the neighbours that speak JMS (contract:
   * docs/protocol/jms.md).
   */
  private static final List<String> DEMONSTRATION_AGENCIES = List.of("H99.21", "H99.151", "G99.01");

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public Optional<String> elsewhere() {
    return installation.settings().get("hub.broker.url");
  }

  @Override
  public String address() {
    return elsewhere()
        .orElseGet(
            () ->
                "tcp://127.0.0.1:"
                    + installation.ports().of(Ports.Use.BROKER)
                    + "?sslEnabled=true");
  }

  @Override
  public LocalProcess process() {
    return new LocalProcess(name(), installation.home().run());
  }

  Path users() {
    return installation.home().broker().resolve("users.properties");
  }

  private Program program() throws IOException, Obstacle {
    var target = installation.home().checkout().resolve("ear/broker/target");
    var libraries =
        Program.of(installation.home().programs().resolve(name()), target.resolve("lib"));
    var jars = new java.util.ArrayList<>(libraries.jars());
    jars.add(Program.built(target, "broker-", ".jar"));
    return new Program(libraries.folder(), jars);
  }

  private Path identity(String ending) {
    return installation.home().pki().resolve("identities").resolve("broker-tls." + ending);
  }

  @Override
  public String prepare() throws IOException, Obstacle {
    addUser("hub", installation.secrets().file("broker-hub"));
    if (installation.settings().isTrue("hub.demo")) {
      for (var agency : DEMONSTRATION_AGENCIES) {
        addUser(agency, installation.secrets().file("broker-" + agency));
      }
    }
    return Fingerprint.of(List.of(program().fingerprint(), memory()));
  }

  /**
   * Gives the user the password in the file, unless it has one already; the running broker reads
   * the users again by itself.
   */
  void addUser(String user, Path passwordFile) throws IOException {
    var known = new TreeMap<String, String>();
    if (Files.exists(users())) {
      var properties = new Properties();
      try (var in = Files.newBufferedReader(users())) {
        properties.load(in);
      }
      properties
          .stringPropertyNames()
          .forEach(name -> known.put(name, properties.getProperty(name)));
    }
    if (known.putIfAbsent(user, PasswordHash.make(Files.readString(passwordFile).strip()))
        == null) {
      var text =
          new StringBuilder(
              "# Broker users: \"hub\" and the agencies by code. Read again when changed.\n");
      known.forEach((name, hash) -> text.append(name).append('=').append(hash).append('\n'));
      Secrets.write(users(), text.toString());
    }
  }

  private String memory() {
    return installation.settings().get("hub.broker.heap").orElse("256m");
  }

  @Override
  public List<Ports.Use> ports() {
    return List.of(Ports.Use.BROKER);
  }

  @Override
  public LocalProcess.Running start(String version) throws IOException, Obstacle {
    var program = program();
    program.copy();
    var command =
        List.of(
            installation.java().toString(),
            "-Xms64m",
            "-Xmx" + memory(),
            "-XX:MaxDirectMemorySize=128m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dfile.encoding=UTF-8",
            "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s %3$s %5$s%6$s%n",
            "-cp",
            program.classPath(),
            "org.dossierhub.broker.Broker",
            "--folder",
            installation.home().broker().toString(),
            "--port",
            String.valueOf(installation.ports().of(Ports.Use.BROKER)),
            "--keystore",
            identity("p12").toString(),
            "--keystore-password-file",
            identity("password").toString());
    return process()
        .start(
            command,
            Map.of(),
            installation.home().broker(),
            installation.home().log(name()),
            Optional.empty(),
            version);
  }

  @Override
  public boolean isReady() {
    // The acceptor opens last, when the journal is loaded.
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress("127.0.0.1", installation.ports().of(Ports.Use.BROKER)), 1000);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    process().stop("TERM", Duration.ofSeconds(20));
  }

  @Override
  public int patience() {
    return 60;
  }
}
