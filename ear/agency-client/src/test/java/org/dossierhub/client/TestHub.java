package org.dossierhub.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.pki.Identity;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.xml.SignXml;

/** Speaks the contract of docs/protocol/openapi.yaml over mutual TLS, with faults to order. */
final class TestHub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AgencyCode CODE = new AgencyCode("H99");

  /** A message the hub has. */
  record Stored(byte[] manifest, Map<String, byte[]> parts, byte[] receipt) {}

  private final DevelopmentPki pki;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  final Map<String, Stored> taken = new ConcurrentHashMap<>();
  final Map<String, Stored> waiting = Collections.synchronizedMap(new LinkedHashMap<>());
  final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, String> batches = new ConcurrentHashMap<>();
  final List<byte[]> withdrawals = Collections.synchronizedList(new ArrayList<>());

  /** So many answers to a submit are lost after the message was stored. */
  final AtomicInteger answersLost = new AtomicInteger();

  /** So many large messages are cut off before they have arrived. */
  final AtomicInteger cutOff = new AtomicInteger();

  /** So many questions of any kind are answered with 503. */
  final AtomicInteger busy = new AtomicInteger();

  /** So many acknowledgements are lost before the hub hears them. */
  final AtomicInteger acknowledgementsLost = new AtomicInteger();

  volatile String signsAs = "hub-system";
  volatile String refusal;
  volatile UnaryOperator<byte[]> onTheLine = bytes -> bytes;
  volatile byte[] takenBack;

  TestHub(DevelopmentPki pki, String tlsIdentity) throws Exception {
    this.pki = pki;
    var identity = pki.identity(tlsIdentity);
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "tls", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var clients = KeyStore.getInstance("PKCS12");
    clients.load(null, null);
    clients.setCertificateEntry("agencies", pki.identity("government-root").certificate());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(clients);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            var ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(true);
            parameters.setSSLParameters(ssl);
          }
        });
    server.setExecutor(threads);
    server.createContext("/api/v1/exchange/", this::answer);
    server.start();
  }

  String address() {
    return "https://localhost:" + server.getAddress().getPort() + "/";
  }

  byte[] signed(byte[] xml, Identity as) {
    return new SignXml(Clock.systemUTC()).signEnveloped(xml, Pkcs12Token.of(as.key(), as.chain()));
  }

  /** A message of somebody else waits for the agency. */
  void waits(Manifest manifest, Map<String, byte[]> parts, Identity sender) {
    waiting.put(manifest.id(), new Stored(signed(manifest.xml(), sender), parts, new byte[0]));
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().substring("/api/v1/exchange/".length());
    asked.add(exchange.getRequestMethod() + " " + path);
    try (exchange) {
      if (isLarge(exchange) && cutOff.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return;
      }
      var body = exchange.getRequestBody().readAllBytes();
      if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        refuse(exchange, 503, "TRY_AGAIN_LATER");
      } else if (path.equals("messages")) {
        submit(exchange, body);
      } else if (path.endsWith("/receipt")) {
        var stored = taken.get(path.split("/")[1]);
        if (stored == null) {
          refuse(exchange, 404, "UNKNOWN_MESSAGE");
        } else {
          send(exchange, 200, stored.receipt);
        }
      } else if (path.startsWith("batches/")) {
        handOut(exchange, path.substring("batches/".length()));
      } else if (path.endsWith("/part")) {
        var name = URLDecoder.decode(query(exchange).get("name"), StandardCharsets.UTF_8);
        send(exchange, 200, onTheLine.apply(waiting.get(path.split("/")[1]).parts.get(name)));
      } else if (path.equals("acknowledgements")) {
        acknowledge(exchange, body);
      } else if (path.equals("withdrawals")) {
        withdraw(exchange, body);
      } else if (path.endsWith("/evidence")) {
        send(exchange, 200, evidence(taken.get(path.split("/")[1])));
      } else {
        refuse(exchange, 404, "NOT_FOUND");
      }
    } catch (NotBelieved e) {
      throw new IOException(e);
    }
  }

  private static boolean isLarge(HttpExchange exchange) {
    var length = exchange.getRequestHeaders().getFirst("Content-Length");
    return length != null && Long.parseLong(length) > 1 << 20;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    return java.util.Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private void submit(HttpExchange exchange, byte[] body) throws IOException, NotBelieved {
    var fields = fields(exchange, body);
    var signedManifest = fields.remove("manifest.xml");
    if (refusal != null) {
      refuse(exchange, 422, refusal);
      return;
    }
    var manifest = manifest(signedManifest);
    for (var part : manifest.parts()) {
      var found = fields.get(part.name());
      if (found == null || !Sha256.of(found).equals(part.sha256())) {
        refuse(exchange, 422, "MANIFEST_MISMATCH");
        return;
      }
    }
    taken.computeIfAbsent(
        manifest.id(), id -> new Stored(signedManifest, fields, receipt(manifest, signedManifest)));
    if (answersLost.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return;
    }
    send(exchange, 200, taken.get(manifest.id()).receipt);
  }

  private byte[] receipt(Manifest manifest, byte[] signedManifest) {
    return signed(
        manifest.receiptXml(Sha256.of(signedManifest), Instant.now(), CODE), pki.identity(signsAs));
  }

  static Manifest manifest(byte[] signed) throws NotBelieved {
    return Manifest.read(Content.of(signed, Manifest.NAMESPACE, "manifest"));
  }

  /** The fields of the form by their file names; written for what the client is to send. */
  private static Map<String, byte[]> fields(HttpExchange exchange, byte[] body) {
    var boundary = exchange.getRequestHeaders().getFirst("Content-Type").split("boundary=")[1];
    var text = new String(body, StandardCharsets.ISO_8859_1);
    var fields = new LinkedHashMap<String, byte[]>();
    var pieces = text.split("(\r\n)?--" + boundary + "(\r\n|--\r\n)");
    for (var piece : List.of(pieces).subList(1, pieces.length)) {
      int end = piece.indexOf("\r\n\r\n");
      var header =
          new String(
              piece.substring(0, end).getBytes(StandardCharsets.ISO_8859_1),
              StandardCharsets.UTF_8);
      fields.put(
          header.replaceFirst("(?s).*filename=\"([^\"]*)\".*", "$1"),
          piece.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
    }
    return fields;
  }

  private synchronized void handOut(HttpExchange exchange, String batch) throws IOException {
    var answer = JSON.createObjectNode();
    var messages = answer.putArray("messages");
    if (!batches.containsKey(batch)) {
      waiting.keySet().stream()
          .filter(id -> !acknowledged.containsKey(id) && !batches.containsValue(id))
          .findFirst()
          .ifPresent(id -> batches.put(batch, id));
    }
    var id = batches.getOrDefault(batch, "");
    if (waiting.containsKey(id) && !acknowledged.containsKey(id)) {
      messages
          .addObject()
          .put("sender", "H99.08")
          .put("messageId", id)
          .put("manifest", waiting.get(id).manifest)
          .put("leasedUntil", Instant.now().toString());
    }
    var withdrawn = answer.putArray("withdrawn");
    if (takenBack != null) {
      withdrawn
          .addObject()
          .put("sender", "H99.08")
          .put("messageId", waiting.keySet().iterator().next())
          .put("withdrawal", takenBack);
    }
    answer.put("waiting", 0);
    send(exchange, 200, JSON.writeValueAsBytes(answer));
  }

  /** Leases end. */
  void leasesEnd() {
    batches.clear();
  }

  private void acknowledge(HttpExchange exchange, byte[] body) throws IOException, NotBelieved {
    if (acknowledgementsLost.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return;
    }
    var receipt = Content.of(body, UnsignedXml.RECEIPT, "receipt");
    var id = receipt.text("messageId");
    if (!waiting.containsKey(id)
        || !Sha256.of(waiting.get(id).manifest).hex().equals(receipt.text("manifestSha256"))) {
      refuse(exchange, 404, "UNKNOWN_MESSAGE");
      return;
    }
    acknowledged.merge(id, body, (first, again) -> first);
    var answer =
        JSON.createObjectNode()
            .put("sender", "H99.08")
            .put("messageId", id)
            .put("end", "DELIVERED")
            .put("at", Instant.now().toString());
    send(exchange, 200, JSON.writeValueAsBytes(answer));
  }

  private void withdraw(HttpExchange exchange, byte[] body) throws IOException, NotBelieved {
    var id = Content.of(body, UnsignedXml.RECEIPT, "withdrawal").text("messageId");
    if (refusal != null) {
      refuse(exchange, 409, refusal);
      return;
    }
    withdrawals.add(body);
    var answer =
        JSON.createObjectNode()
            .put("messageId", id)
            .put("withdrawnAt", Instant.now().toString())
            .put("handedOut", false);
    send(exchange, 200, JSON.writeValueAsBytes(answer));
  }

  /** The receipt, and a delivery that rests on a document. */
  private byte[] evidence(Stored stored) throws IOException, NotBelieved {
    var manifest = manifest(stored.manifest);
    var ground = "the recipient's receipt".getBytes(StandardCharsets.UTF_8);
    var delivery =
        UnsignedXml.document(
            "urn:dossierhub:evidence:1",
            "evidence",
            xml -> {
              xml.text("event", "DELIVERY");
              xml.text("position", "2");
              xml.text("previousSha256", Sha256.of(stored.receipt).hex());
              xml.text("messageId", manifest.id());
              xml.text("sender", manifest.sender().value());
              xml.text("recipient", manifest.recipient().value());
              xml.text("manifestSha256", Sha256.of(stored.manifest).hex());
              xml.text("at", Instant.now().toString());
              xml.text("detail", "PUSHED");
              xml.text("documentSha256", Sha256.of(ground).hex());
              xml.text("issuer", CODE.value());
            });
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      put(zip, "ban-ke.xml", stored.manifest);
      put(zip, "chung-cu/01-SUBMISSION_ACCEPTANCE.xml", stored.receipt);
      put(zip, "chung-cu/02-DELIVERY.xml", signed(delivery, pki.identity(signsAs)));
      put(zip, "can-cu/02.xml", onTheLine.apply(ground));
    }
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    var json =
        JSON.createObjectNode()
            .put("code", code)
            .put("reasonVi", "Lý do của trục")
            .put("reasonEn", "The hub's reason");
    send(exchange, status, JSON.writeValueAsBytes(json));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
