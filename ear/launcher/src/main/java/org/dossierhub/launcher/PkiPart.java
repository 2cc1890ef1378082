package org.dossierhub.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The development certificate authorities with their CRLs, OCSP answers and time-stamps. Not
 * started when the operator names trust anchors, system certificate and listener certificate of his
 * own.
 */
record PkiPart(Installation installation) implements Part {

  @Override
  public String name() {
    return "pki";
  }

  @Override
  public Optional<String> elsewhere() {
    var settings = installation.settings();
    return List.of("hub.system.keystore", "hub.tls.keystore", "hub.tsa.url").stream()
            .allMatch(name -> settings.get(name).isPresent())
        ? settings.get("hub.trust.folder")
        : Optional.empty();
  }

  @Override
  public String address() {
    return "http://" + hostAndPort() + "/";
  }

  /**
   * The host:port entries the hub has to ask for CRLs, OCSP answers and time-stamps of this PKI:
   * its own address, in the demonstration or not, and none once the operator's authorities have
   * taken its place.
   */
  List<String> asked() {
    return elsewhere().isPresent() ? List.of() : List.of(hostAndPort());
  }

  private String hostAndPort() {
    return "127.0.0.1:" + installation.ports().of(Ports.Use.PKI);
  }

  @Override
  public LocalProcess process() {
    return new LocalProcess(name(), installation.home().run());
  }

  /** A key, or the password to it, that this PKI made for the installation. */
  Path identity(String name, String ending) {
    return installation.home().pki().resolve("identities").resolve(name + "." + ending);
  }

  private Program program() throws IOException, Obstacle {
    return Program.of(
        installation.home().programs().resolve(name()),
        installation.home().checkout().resolve("ear/launcher/target/lib"));
  }

  @Override
  public String prepare() throws IOException, Obstacle {
    return program().fingerprint();
  }

  @Override
  public List<Ports.Use> ports() {
    return List.of(Ports.Use.PKI);
  }

  @Override
  public LocalProcess.Running start(String version) throws IOException, Obstacle {
    var program = program();
    program.copy();
    var command =
        List.of(
            installation.java().toString(),
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-Dfile.encoding=UTF-8",
            "-cp",
            program.classPath(),
            "org.dossierhub.pki.PkiServer",
            "--folder",
            installation.home().pki().toString(),
            "--port",
            String.valueOf(installation.ports().of(Ports.Use.PKI)));
    return process()
        .start(
            command,
            Map.of(),
            installation.home().folder(),
            installation.home().log(name()),
            Optional.empty(),
            version);
  }

  @Override
  public boolean isReady() {
    try {
      var connection = (HttpURLConnection) URI.create(address()).toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(3000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    process().stop("TERM", Duration.ofSeconds(10));
  }

  @Override
  public int patience() {
    return 120;
  }
}
