package org.dossierhub.system.journey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * A running hub as seen from outside: its addresses and the files an operator hands out (roots,
 * identities of the development PKI, passwords).
 *
 * @param checkout the folder with the {@code hub} script and the build output
 * @param home the installation's own folder
 */
public record Installation(Path checkout, Path home, Properties ports) {

  public static Installation at(Path checkout, Path home) {
    var ports = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("ports.properties"))) {
      ports.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The hub was never started in " + home, e);
    }
    return new Installation(checkout, home, ports);
  }

  /** From the environment the launcher sets for the programs it starts. */
  public static Path homeOf(Path checkout) {
    var home = System.getenv("HUB_HOME");
    return home == null || home.isBlank()
        ? checkout.resolve("var")
        : Path.of(home).toAbsolutePath();
  }

  public int port(String key) {
    return Integer.parseInt(ports.getProperty(key));
  }

  /** The address citizens and officials use. */
  public URI web() {
    return webs(1).get(0);
  }

  /** The same of each node of the server, the first one first. */
  public List<URI> webs(int nodes) {
    return Stream.of("server.https", "server-2.https")
        .limit(nodes)
        .map(key -> URI.create("https://localhost:" + port(key)))
        .toList();
  }

  /** The address agencies use for SOAP. */
  public URI exchange() {
    return exchanges(1).get(0);
  }

  /** The same of each node of the server, the first one first. */
  public List<URI> exchanges(int nodes) {
    return Stream.of("server.mutual", "server-2.mutual")
        .limit(nodes)
        .map(key -> URI.create("https://localhost:" + port(key) + "/soap/exchange"))
        .toList();
  }

  /**
   * Whether the listener for agencies answers this TLS client at all; it closes the connection on
   * those it does not know, some of them after an alert (RFC 8446 §6.2).
   */
  public boolean answersAgencies(SSLContext client) {
    try (var socket = client.getSocketFactory().createSocket("localhost", port("server.mutual"))) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      return socket.getInputStream().read() >= 0;
    } catch (SSLException | SocketException closed) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("The listener for agencies neither answers nor closes", e);
    }
  }

  /** The broker's address with what a client of it needs to trust. */
  public String broker() {
    return "tcp://localhost:"
        + port("broker")
        + "?sslEnabled=true&trustStoreType=PEM&trustStorePath="
        + java.net.URLEncoder.encode(
                tlsRootFile().toString(), java.nio.charset.StandardCharsets.UTF_8)
            .replace("+", "%20");
  }

  public Path identities() {
    return home.resolve("pki/identities");
  }

  public Path trust() {
    return home.resolve("pki/trust");
  }

  public Path tlsRoots() {
    return trust().resolve("tls");
  }

  /** The root of the hub's own servers on this computer. */
  Path tlsRootFile() {
    return tlsRoots().resolve("local-root.pem");
  }

  public Path secret(String name) {
    return home.resolve("secrets").resolve(name);
  }
}
