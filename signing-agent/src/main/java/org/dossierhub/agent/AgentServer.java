package org.dossierhub.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The agent's door: HTTP on 127.0.0.1, for pages of the configured hubs only (docs/threats.md,
 * A19).
 *
 * <p>Asked of every request, in this order: does it name this address (against DNS rebinding), does
 * it come from a hub's origin, is it JSON of at most 16 KiB, and, for signing, does it bear the
 * token of a browser paired with that origin. A page that may not call learns nothing, not even by
 * CORS.
 */
final class AgentServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(AgentServer.class.getName());
  private static final int LARGEST_REQUEST = 16 * 1024;
  private static final int PROTOCOL = 1;

  private final List<HubAddress> hubs;
  private final Pairing pairing;
  private final SignSession signSession;
  private final Semaphore oneAtATime = new Semaphore(1);
  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final HttpServer server;

  AgentServer(List<HubAddress> hubs, Pairing pairing, SignSession signSession, int port)
      throws IOException {
    this.hubs = List.copyOf(hubs);
    this.pairing = pairing;
    this.signSession = signSession;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 16);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      if (!namesThisAddress(exchange)) {
        refuse(exchange, 421, Refusal.HOST_NOT_ALLOWED);
        return;
      }
      exchange.getResponseHeaders().set("Vary", "Origin");
      var hub = hubOf(exchange);
      if (hub.isEmpty()) {
        refuse(exchange, 403, Refusal.ORIGIN_NOT_ALLOWED);
        return;
      }
      exchange.getResponseHeaders().set("Access-Control-Allow-Origin", hub.get().origin());
      try {
        switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath()) {
          case "OPTIONS /status", "OPTIONS /pair", "OPTIONS /sign" -> preflight(exchange);
          case "GET /status" -> status(exchange, hub.get());
          case "POST /pair" -> pair(exchange, hub.get());
          case "POST /sign" -> sign(exchange, hub.get());
          default -> refuse(exchange, 404, Refusal.NOT_FOUND);
        }
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "A request failed", e);
        refuse(exchange, 500, Refusal.FAILED);
      }
    }
  }

  /** A name that was rebound to 127.0.0.1 still stands in the header Host. */
  private boolean namesThisAddress(HttpExchange exchange) {
    var hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    return hosts.size() == 1
        && Set.of("127.0.0.1:" + port(), "localhost:" + port())
            .contains(hosts.get(0).toLowerCase(Locale.ROOT));
  }

  private Optional<HubAddress> hubOf(HttpExchange exchange) {
    var origins = exchange.getRequestHeaders().getOrDefault("Origin", List.of());
    return origins.size() == 1
        ? hubs.stream().filter(hub -> hub.origin().equals(origins.get(0))).findFirst()
        : Optional.empty();
  }

  private void preflight(HttpExchange exchange) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Access-Control-Allow-Methods", "GET, POST");
    headers.set("Access-Control-Allow-Headers", "Content-Type, X-Agent-Token");
    headers.set("Access-Control-Max-Age", "600");
    // Private Network Access: a page from elsewhere asks whether it may call into this computer.
    if ("true"
        .equals(exchange.getRequestHeaders().getFirst("Access-Control-Request-Private-Network"))) {
      headers.set("Access-Control-Allow-Private-Network", "true");
    }
    exchange.sendResponseHeaders(204, -1);
  }

  private void status(HttpExchange exchange, HubAddress hub) throws IOException {
    var status = json.createObjectNode();
    status.put("agent", "dossier-hub-signing-agent");
    status.put("protocol", PROTOCOL);
    status.put("paired", isPaired(exchange, hub));
    status.put("busy", oneAtATime.availablePermits() == 0);
    send(exchange, 200, status);
  }

  private void pair(HttpExchange exchange, HubAddress hub) throws IOException {
    var request = body(exchange);
    if (request.isEmpty()) {
      return;
    }
    try {
      var token = pairing.pair(hub.origin(), request.get().path("code").asText(""));
      send(exchange, 200, json.createObjectNode().put("token", token));
    } catch (NotSigned e) {
      var status =
          switch (Refusal.valueOf(e.code())) {
            case PAIRING_CODE_SHOWN -> 202;
            case PAIRING_TOO_OFTEN -> 429;
            default -> 403;
          };
      send(exchange, status, problem(e.code(), e.reasonVi(), e.reasonEn()));
    }
  }

  private void sign(HttpExchange exchange, HubAddress hub) throws IOException {
    if (!isPaired(exchange, hub)) {
      refuse(exchange, 401, Refusal.NOT_PAIRED);
      return;
    }
    var request = body(exchange);
    if (request.isEmpty()) {
      return;
    }
    var session = request.get().path("session").asText("");
    if (!session.matches("[A-Za-z0-9_-]{16,200}")) {
      refuse(exchange, 400, Refusal.BAD_REQUEST);
      return;
    }
    if (!isOf(hub, request.get().path("hub").asText(""))) {
      refuse(exchange, 403, Refusal.OTHER_HUB);
      return;
    }
    if (!oneAtATime.tryAcquire()) {
      refuse(exchange, 409, Refusal.BUSY);
      return;
    }
    SigningOutcome outcome;
    try {
      outcome = signSession.sign(hub, session);
    } finally {
      oneAtATime.release();
    }
    send(exchange, 200, json.valueToTree(outcome));
  }

  /** A page of one hub cannot have this program fetch from another. */
  private static boolean isOf(HubAddress hub, String named) {
    try {
      return hub.sameOriginAs(HubAddress.of(named));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isPaired(HttpExchange exchange, HubAddress hub) {
    var token = exchange.getRequestHeaders().getFirst("X-Agent-Token");
    return token != null && pairing.knows(hub.origin(), token);
  }

  /** The request's JSON; when there is none the refusal has been sent. */
  private Optional<JsonNode> body(HttpExchange exchange) throws IOException {
    var type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    if (!type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
      refuse(
          exchange, 415, Refusal.BAD_REQUEST); // anything else a form could send without preflight
      return Optional.empty();
    }
    var bytes = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
    if (bytes.length > LARGEST_REQUEST) {
      refuse(exchange, 413, Refusal.TOO_LARGE);
      return Optional.empty();
    }
    try {
      var tree = json.readTree(bytes);
      if (tree != null && tree.isObject()) {
        return Optional.of(tree);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Not JSON", e);
    }
    refuse(exchange, 400, Refusal.BAD_REQUEST);
    return Optional.empty();
  }

  private void refuse(HttpExchange exchange, int status, Refusal why) throws IOException {
    send(exchange, status, problem(why.name(), why.textVi(), why.textEn()));
  }

  private ObjectNode problem(String code, String reasonVi, String reasonEn) {
    return json.createObjectNode()
        .put("code", code)
        .put("reasonVi", reasonVi)
        .put("reasonEn", reasonEn);
  }

  private void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    var bytes = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
