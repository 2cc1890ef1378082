package org.dossierhub.system.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.dossierhub.system.wire.RefusalFault;
import org.dossierhub.system.wire.VerificationReport;

/**
 * An agency's own system, or the National Portal, as a program of its own: {@code java … Neighbour
 * CONFIG.json…}; several configurations are several agencies in one process. It offers the hub an
 * address or a queue to deliver to, and offers the tests a control port on loopback: {@code /send},
 * {@code /receipt}, {@code /status}, {@code /fetch}, {@code /verify}; {@code /away} closes what the
 * hub delivers to, {@code /back} opens it again. What happened stands in its ledger.
 */
public final class Neighbour implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a neighbour needs to know; written by whoever starts it. Absent parts are simply not
   * offered.
   */
  public record Config(
      String agency,
      String identity,
      String identities,
      String tlsRoots,
      String governmentRoots,
      String hubAddress,
      int controlPort,
      int pushPort,
      String brokerUrl,
      String brokerPasswordFile,
      int portalPort,
      String portalUser,
      String portalPasswordFile,
      String folder) {}

  private final Config config;
  private final SystemIdentity identity;
  private final Ledger ledger;
  private final TakenMessages taken;
  private final List<AutoCloseable> offered = new ArrayList<>();
  private final List<AutoCloseable> deliveredTo = new ArrayList<>();
  private final Map<String, SoapChannel> callers = new HashMap<>();
  private JmsChannel jms;

  private Neighbour(Config config) {
    this.config = config;
    identity = SystemIdentity.open(Path.of(config.identities()), config.identity());
    ledger = new Ledger(Path.of(config.folder(), "ledger.jsonl"));
    taken =
        new TakenMessages(
            Path.of(config.folder(), "taken"),
            ledger,
            identity,
            config.agency(),
            Path.of(config.governmentRoots()));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    for (var argument : arguments) {
      var config = JSON.readValue(Files.readAllBytes(Path.of(argument)), Config.class);
      var neighbour = new Neighbour(config);
      Runtime.getRuntime().addShutdownHook(new Thread(neighbour::close));
      neighbour.open();
      System.out.println("ready " + config.agency());
    }
    Thread.currentThread().join();
  }

  private void open() throws IOException {
    if (config.brokerUrl() != null) {
      jms =
          new JmsChannel(
              config.brokerUrl(),
              config.agency(),
              Files.readString(Path.of(config.brokerPasswordFile())).strip(),
              config.agency());
      offered.add(jms);
    }
    comeBack();
    if (config.portalPort() > 0) {
      offered.add(
          new PortalRest(
              config.portalPort(),
              config.portalUser(),
              Files.readString(Path.of(config.portalPasswordFile())).strip(),
              ledger));
    }
    offered.add(control());
  }

  /** From now on the hub can deliver to it. */
  private synchronized void comeBack() {
    if (!deliveredTo.isEmpty()) {
      return;
    }
    if (config.pushPort() > 0) {
      deliveredTo.add(
          new PushEndpoint(
              config.pushPort(),
              identity,
              Path.of(config.tlsRoots()),
              Path.of(config.governmentRoots()),
              taken));
    }
    if (jms != null) {
      deliveredTo.add(JmsDeliveries.from(jms, this::fetchPart, config.agency(), taken));
    }
  }

  /** From now on nobody listens at its address, and nobody takes from its queue. */
  private synchronized void goAway() {
    close(deliveredTo);
    deliveredTo.clear();
  }

  private AutoCloseable control() throws IOException {
    var server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), config.controlPort()), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/send", exchange -> answer(exchange, this::send));
    server.createContext(
        "/receipt",
        exchange -> answer(exchange, q -> channel(q).receipt(q.path("messageId").asText())));
    server.createContext(
        "/status",
        exchange -> answer(exchange, q -> channel(q).status(q.path("dossier").asText())));
    server.createContext(
        "/fetch",
        exchange -> answer(exchange, q -> channel(q).fetchResult(q.path("resultId").asText())));
    server.createContext("/verify", exchange -> answer(exchange, this::verify));
    server.createContext(
        "/away",
        exchange ->
            answer(
                exchange,
                q -> {
                  goAway();
                  return Map.of("away", config.agency());
                }));
    server.createContext(
        "/back",
        exchange ->
            answer(
                exchange,
                q -> {
                  comeBack();
                  return Map.of("back", config.agency());
                }));
    server.createContext(
        "/ready", exchange -> answer(exchange, q -> Map.of("agency", config.agency())));
    server.start();
    return () -> server.stop(0);
  }

  /** A part of a delivery that was too large for the broker, over SOAP (docs/protocol/jms.md). */
  private byte[] fetchPart(String sender, String messageId, String name) {
    return ((SoapChannel) channel(JSON.createObjectNode())).fetchPart(sender, messageId, name);
  }

  private interface Command {
    Object run(JsonNode question) throws IOException;
  }

  private static void answer(HttpExchange exchange, Command command) throws IOException {
    try (exchange) {
      byte[] body;
      int code = 200;
      try {
        var question = exchange.getRequestBody().readAllBytes();
        body =
            JSON.writeValueAsBytes(
                command.run(
                    question.length == 0 ? JSON.createObjectNode() : JSON.readTree(question)));
      } catch (RuntimeException e) {
        code = 500;
        var reasons = new ArrayList<String>();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
          reasons.add(cause.toString());
        }
        body = JSON.writeValueAsBytes(Map.of("failure", String.join(" <- ", reasons)));
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /**
   * The channel a question asks for; its proofs may be those of somebody else, when a test plays an
   * attacker.
   */
  private HubChannel channel(JsonNode question) {
    if ("JMS".equals(question.path("channel").asText())) {
      return jms;
    }
    var transport = question.path("transportIdentity").asText(config.identity());
    var message = question.path("messageIdentity").asText(config.identity());
    var hub = question.path("hub").asText(config.hubAddress());
    synchronized (callers) {
      return callers.computeIfAbsent(
          transport + "/" + message + "/" + hub,
          key ->
              new SoapChannel(
                  URI.create(hub),
                  new SoapChannel.Proofs(identityOrNone(transport), identityOrNone(message)),
                  Path.of(config.tlsRoots()),
                  Path.of(config.governmentRoots())));
    }
  }

  private SystemIdentity identityOrNone(String name) {
    return "none".equals(name) ? null : SystemIdentity.open(Path.of(config.identities()), name);
  }

  /**
   * Sends a message. {@code swap} lets the named part travel with the bytes of another file than
   * the manifest says; {@code manifestIdentity} lets somebody else sign the manifest.
   */
  private HubChannel.Answer send(JsonNode question) throws IOException {
    var id = question.path("messageId").asText(UUID.randomUUID().toString());
    var declared = new ArrayList<ManifestForm.PartLine>();
    var files = new ArrayList<HubChannel.PartFile>();
    for (JsonNode part : question.path("parts")) {
      var file = Path.of(part.path("file").asText());
      var name = part.path("name").asText();
      var mediaType = part.path("mediaType").asText("application/pdf");
      declared.add(ManifestForm.PartLine.of(name, mediaType, file));
      var travelling = part.has("swap") ? Path.of(part.path("swap").asText()) : file;
      files.add(new HubChannel.PartFile(name, mediaType, travelling, null));
    }
    var manifest =
        new ManifestForm(
            id,
            question.path("kind").asText("DOSSIER"),
            question.path("sender").asText(config.agency()),
            question.path("recipient").asText(),
            question.path("dossier").asText(),
            question.path("procedure").asText(),
            question.path("created").asText(Instant.now().toString()),
            question.path("subject").asText(),
            question.path("applicant").asText(),
            declared);
    var signer =
        SystemIdentity.open(
            Path.of(config.identities()),
            question.path("manifestIdentity").asText(config.identity()));
    Path kept = Path.of(config.folder(), "sent", id + ".xml");
    byte[] signed;
    if (Files.exists(kept) && !question.path("resign").asBoolean()) {
      signed = Files.readAllBytes(kept);
    } else {
      signed = XadesSeal.seal(manifest.xml(), signer);
      Files.createDirectories(kept.getParent());
      Files.write(kept, signed);
    }
    ledger.write("sending", Map.of("messageId", id, "dossier", manifest.dossier()));
    var answer = channel(question).submit(id, signed, files);
    ledger.write(
        "answered",
        Map.of(
            "messageId", id,
            "kind", answer.kind(),
            "code", String.valueOf(answer.code())));
    return answer;
  }

  /** What the hub says of a file, as far as tests ask for it. */
  private Object verify(JsonNode question) throws IOException {
    VerificationReport report;
    try {
      report =
          ((SoapChannel) channel(question))
              .verify(
                  question.path("name").asText(),
                  Files.readAllBytes(Path.of(question.path("file").asText())));
    } catch (RefusalFault e) {
      return HubChannel.Answer.refusal(e.getFaultInfo());
    }
    var signatures = new ArrayList<Map<String, Object>>();
    for (var signature : report.getSignature()) {
      signatures.add(
          Map.of(
              "verdict", signature.getVerdict().value(),
              "reason", signature.getReason(),
              "policy", signature.getPolicy(),
              "role", signature.getRole(),
              "signer", signature.getSigner(),
              "remedyVi", signature.getRemedyVi(),
              "remedyEn", signature.getRemedyEn(),
              "coversWholeDocument", signature.isCoversWholeDocument()));
    }
    return Map.of(
        "kind", "VERDICT",
        "name", report.getName(),
        "sha256", report.getSha256(),
        "policy", report.getPolicy(),
        "verdict", report.getVerdict().value(),
        "reason", report.getReason(),
        "sentenceVi", report.getSentenceVi(),
        "sentenceEn", report.getSentenceEn(),
        "signatures", signatures,
        "issuedHere", report.getIssuedHere() != null);
  }

  @Override
  public void close() {
    goAway();
    close(offered);
  }

  private static void close(List<AutoCloseable> parts) {
    for (var part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println("While closing: " + e);
      }
    }
  }
}
