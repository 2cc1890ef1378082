package org.dossierhub.exchange.portal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A portal's end of the line for tests: takes a login and answers calls as it is told. */
final class PortalStandIn implements AutoCloseable {
  final List<JsonObject> calls = new CopyOnWriteArrayList<>();
  final List<String> unitHeaders = new CopyOnWriteArrayList<>();
  volatile int logins;
  volatile String loginCode = "0";

  /** Decides the {@code error_code} of a call; an empty text hangs up without an answer. */
  volatile Answers answers = call -> "00";

  private final HttpServer server;

  interface Answers {
    String errorCode(JsonObject call);
  }

  PortalStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/adapter/auth", this::login);
    server.createContext("/adapter/integration", this::integrate);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/adapter");
  }

  private void login(HttpExchange exchange) throws IOException {
    logins++;
    unitHeaders.add(exchange.getRequestHeaders().getFirst("dstcode"));
    var asked = read(exchange);
    boolean right =
        asked.getString("username").equals("binhminh")
            && asked.getString("password").equals("mật khẩu");
    answer(
        exchange,
        Json.createObjectBuilder()
            .add("session", "session-" + logins)
            .add("error_code", right ? loginCode : "1")
            .build());
  }

  private void integrate(HttpExchange exchange) throws IOException {
    var call = read(exchange);
    calls.add(call);
    var errorCode = answers.errorCode(call);
    if (errorCode.isEmpty()) {
      exchange.close();
      return;
    }
    answer(exchange, Json.createObjectBuilder().add("error_code", errorCode).build());
  }

  private static JsonObject read(HttpExchange exchange) throws IOException {
    try (var reader = Json.createReader(exchange.getRequestBody())) {
      return reader.readObject();
    }
  }

  private static void answer(HttpExchange exchange, JsonObject body) throws IOException {
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
