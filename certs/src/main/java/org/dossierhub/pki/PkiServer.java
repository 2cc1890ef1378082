package org.dossierhub.pki;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a development PKI on 127.0.0.1 from its kept state: {@code /ca/NAME.crt}, {@code
 * /crl/NAME.crl}, {@code /ocsp} (RFC 6960, POST and GET), {@code /tsa} (RFC 3161) and an index at
 * {@code /}. Requests of more than 16 KiB are refused.
 */
public final class PkiServer implements AutoCloseable {
  private static final int LARGEST_REQUEST = 16 * 1024;

  private final DevelopmentPki pki;
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  private PkiServer(DevelopmentPki pki, int port, Clock clock) throws IOException {
    this.pki = pki;
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers on this port of 127.0.0.1; 0 takes any free one. */
  public static PkiServer start(DevelopmentPki pki, int port, Clock clock) throws IOException {
    return new PkiServer(pki, port, clock);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /**
   * {@code --folder F [--port P]}: makes the PKI when needed, then serves it until the process
   * ends.
   */
  public static void main(String[] arguments) throws IOException {
    // The JDK reads these when the first server is made: a caller that stalls does not keep a
    // thread.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
    try {
      var options = Options.read(arguments, "folder", "port");
      var folder = Path.of(options.required("folder"));
      var port = options.optional("port").map(Integer::parseInt);
      var pki =
          port.isPresent()
              ? DevelopmentPki.openOrCreate(folder, address(port.get()))
              : DevelopmentPki.open(folder);
      start(pki, pki.baseUrl().getPort(), Clock.systemUTC());
      System.out.println("Development PKI of " + folder + " answers at " + pki.baseUrl());
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (BindException e) {
      System.err.println(
          "The port is taken by another program (" + e.getMessage() + "); choose one with --port.");
      System.exit(3);
    }
  }

  /** The address that certificates name when the server answers on this port. */
  public static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getRawPath();
      var method = exchange.getRequestMethod();
      try {
        if (method.equals("POST") && path.equals("/ocsp")) {
          var request = body(exchange);
          if (request.isPresent()) {
            send(
                exchange,
                200,
                "application/ocsp-response",
                pki.ocspAnswer(request.get(), clock.instant()));
          }
        } else if (method.equals("POST") && path.equals("/tsa")) {
          var request = body(exchange);
          if (request.isPresent()) {
            send(
                exchange,
                200,
                "application/timestamp-reply",
                pki.timestampAnswer(request.get(), clock.instant()));
          }
        } else if (method.equals("GET") || method.equals("HEAD")) {
          get(exchange, path);
        } else {
          text(exchange, 405, "Only GET here, and POST at /ocsp and /tsa");
        }
      } catch (IllegalArgumentException e) {
        text(exchange, 404, "Not here");
      } catch (RuntimeException | CertificateEncodingException e) {
        System.err.println(method + " " + path + " failed: " + e);
        text(exchange, 500, "The answer could not be made; the log of the PKI server says why");
      }
    }
  }

  private void get(HttpExchange exchange, String path)
      throws IOException, CertificateEncodingException {
    if (path.equals("/")) {
      send(exchange, 200, "text/html; charset=utf-8", index().getBytes(StandardCharsets.UTF_8));
    } else if (path.startsWith("/ca/") && path.endsWith(".crt")) {
      var certificate = pki.identity(genuine(path, "/ca/", ".crt")).certificate();
      send(exchange, 200, "application/pkix-cert", certificate.getEncoded());
    } else if (path.startsWith("/crl/") && path.endsWith(".crl")) {
      send(
          exchange,
          200,
          "application/pkix-crl",
          pki.crl(genuine(path, "/crl/", ".crl"), clock.instant()));
    } else if (path.startsWith("/ocsp/") && path.length() <= LARGEST_REQUEST) {
      // RFC 6960, A.1: url-encoded base64 of the request
      var base64 =
          URLDecoder.decode(
              path.substring("/ocsp/".length()).replace("+", "%2B"), StandardCharsets.US_ASCII);
      var request = Base64.getDecoder().decode(base64);
      send(exchange, 200, "application/ocsp-response", pki.ocspAnswer(request, clock.instant()));
    } else {
      text(exchange, 404, "Not here");
    }
  }

  private String genuine(String path, String before, String after) {
    var name = path.substring(before.length(), path.length() - after.length());
    if (!pki.authorities().contains(name)) {
      throw new IllegalArgumentException(name);
    }
    return name;
  }

  private String index() {
    var lines = new StringBuilder();
    for (var name : pki.authorities()) {
      lines.append(
          "<li>%s: <a href=\"/ca/%s.crt\">%s</a>, <a href=\"/crl/%s.crl\">CRL</a></li>\n"
              .formatted(
                  escaped(pki.identity(name).certificate().getSubjectX500Principal().getName()),
                  name,
                  name,
                  name));
    }
    return """
        <!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>PKI chạy thử</title>
        <h1>PKI chạy thử của Dossier Hub</h1>
        <p>Mọi tổ chức, cá nhân ở đây đều hư cấu. Everybody here is fictitious; for tests and the demonstration only.</p>
        <ul>
        %s</ul>
        <p>OCSP (RFC 6960): POST /ocsp. Dấu thời gian (RFC 3161): POST /tsa.</p></html>
        """
        .formatted(lines);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static Optional<byte[]> body(HttpExchange exchange) throws IOException {
    var request = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
    if (request.length > LARGEST_REQUEST) {
      text(exchange, 413, "At most " + LARGEST_REQUEST + " bytes");
      return Optional.empty();
    }
    return Optional.of(request);
  }

  private static void text(HttpExchange exchange, int status, String sentence) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", sentence.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
