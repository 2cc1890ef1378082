package org.dossierhub.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;

/** A hub of one signing session, over TLS, that writes down what it is asked. */
final class TestHub implements AutoCloseable {
  static final String SESSION = "aaaaBBBBccccDDDDeeee1111";

  private final HttpsServer server;
  final List<String> asked = java.util.Collections.synchronizedList(new ArrayList<>());
  volatile String role = "LEADER";
  volatile byte[] document;
  volatile byte[] served;
  volatile int pages = 1;
  volatile Optional<String> named = Optional.empty();
  volatile Instant expires = Instant.now().plusSeconds(300);
  volatile List<X509Certificate> certificates = List.of();
  volatile Optional<byte[]> image = Optional.empty();
  volatile Optional<String> redirect = Optional.empty();
  volatile String uploadAnswer = "{\"state\":\"AWAITING_NUMBER\"}";
  volatile int uploadStatus = 200;
  volatile byte[] uploaded;

  /** So many uploads are answered that it is too busy to look at them. */
  final AtomicInteger busy = new AtomicInteger();

  TestHub(DevelopmentPki pki, String tlsIdentity) throws Exception {
    var identity = pki.identity(tlsIdentity);
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "tls", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  HubAddress address() {
    return HubAddress.of("https://localhost:" + server.getAddress().getPort() + "/");
  }

  /** What the hub tells and serves is this document, unless {@link #served} is set to another. */
  void offer(String role, byte[] document, X509Certificate... certificates) {
    this.role = role;
    this.document = document;
    this.served = document;
    this.certificates = List.of(certificates);
  }

  static Path trust(DevelopmentPki pki, Path folder) throws Exception {
    var pem = new StringBuilder();
    for (var anchor : pki.tlsAnchors()) {
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder().encodeToString(anchor.getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return Files.writeString(folder.resolve("hub-trust.pem"), pem);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      asked.add(exchange.getRequestMethod() + " " + path);
      if (redirect.isPresent()) {
        exchange.getResponseHeaders().set("Location", redirect.get());
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      var prefix = "/api/v1/signing-sessions/" + SESSION;
      switch (exchange.getRequestMethod() + " " + path.replace(prefix, "")) {
        case "GET " -> send(exchange, 200, session().getBytes(StandardCharsets.UTF_8));
        case "GET /document" -> send(exchange, 200, served);
        case "GET /image" -> {
          if (image.isPresent()) {
            send(exchange, 200, image.get());
          } else {
            exchange.sendResponseHeaders(204, -1);
          }
        }
        case "PUT /signed" -> {
          uploaded = exchange.getRequestBody().readAllBytes();
          if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            send(
                exchange,
                503,
                "{\"code\":\"NOT_EXAMINED\",\"reasonVi\":\"Hãy thử lại.\",\"reasonEn\":\"Try again.\"}"
                    .getBytes(StandardCharsets.UTF_8));
            return;
          }
          send(exchange, uploadStatus, uploadAnswer.getBytes(StandardCharsets.UTF_8));
        }
        default ->
            send(
                exchange,
                404,
                "{\"code\":\"SESSION_UNKNOWN\",\"reasonVi\":\"Phiên ký không tồn tại.\",\"reasonEn\":\"There is no such signing session.\"}"
                    .getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private String session() {
    var ids = new ArrayList<String>();
    for (var certificate : certificates) {
      var id = CertificateId.of(certificate);
      BigInteger serial = id.serial();
      ids.add(
          "{\"issuer\":\""
              + id.issuer().replace("\\", "\\\\").replace("\"", "\\\"")
              + "\",\"serial\":\""
              + serial
              + "\"}");
    }
    return """
        {"role":"%s","title":"Giấy phép xây dựng số …/GPXD","pages":%d,"sha256":"%s","hub":"%s","certificates":[%s],"expires":"%s"}
        """
        .formatted(
            role,
            pages,
            Sha256.of(document).hex(),
            named.orElse(address().url().toString()),
            String.join(",", ids),
            expires);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
