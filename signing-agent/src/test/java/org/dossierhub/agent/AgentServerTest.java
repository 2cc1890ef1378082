package org.dossierhub.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may ask (A19); spoken byte by byte, because a browser's headers cannot be set by Java's HTTP
 * client.
 */
class AgentServerTest {
  private static final String HUB = "https://hub.example:8443";
  private static final String SIGN =
      "{\"hub\":\"https://hub.example:8443/\",\"session\":\"aaaaBBBBccccDDDD\"}";

  @TempDir Path folder;
  private final OfficialWithScript official = new OfficialWithScript();
  private AgentServer server;
  private String host;

  @BeforeEach
  void start() throws Exception {
    var clock = Clock.systemUTC();
    var pairing = new Pairing(folder, official, clock);
    server =
        new AgentServer(
            List.of(HubAddress.of(HUB), HubAddress.of("https://second.example/")),
            pairing,
            new SignSession(
                new HubClient(Optional.empty()), new PluggedTokens(List.of()), official, clock),
            0);
    host = "127.0.0.1:" + server.port();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_foreign_origin_is_refused_and_learns_nothing_by_cors() throws Exception {
    for (var origin :
        List.of(
            "https://evil.example",
            "https://hub.example",
            "http://hub.example:8443",
            "https://hub.example:8443.evil.example",
            "null")) {
      for (var request : List.of("GET /status", "POST /pair", "POST /sign", "OPTIONS /sign")) {
        var answer = ask(request, host, origin, "", "{}");

        assertThat(answer)
            .as(origin + " " + request)
            .startsWith("HTTP/1.1 403")
            .contains("ORIGIN_NOT_ALLOWED");
        assertThat(answer)
            .doesNotContain("Access-control-allow")
            .doesNotContain("Access-Control-Allow");
      }
    }
    assertThat(official.codes).isEmpty();
  }

  @Test
  void a_request_without_origin_or_with_two_is_refused() throws Exception {
    assertThat(ask("GET /status", host, null, "", "")).startsWith("HTTP/1.1 403");
    assertThat(ask("GET /status", host, HUB, "Origin: https://evil.example\r\n", ""))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void a_rebound_name_in_the_host_header_is_refused() throws Exception {
    for (var name :
        List.of(
            "evil.example:" + server.port(),
            "127.0.0.1",
            "127.0.0.1:1",
            "localhost.evil.example:" + server.port())) {
      assertThat(ask("GET /status", name, HUB, "", ""))
          .as(name)
          .startsWith("HTTP/1.1 421")
          .contains("HOST_NOT_ALLOWED");
    }
    assertThat(ask("GET /status", "LOCALHOST:" + server.port(), HUB, "", ""))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void a_preflight_of_the_hub_names_exactly_its_origin_and_allows_the_private_network()
      throws Exception {
    var answer =
        ask(
            "OPTIONS /sign",
            host,
            HUB,
            "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type,x-agent-token\r\nAccess-Control-Request-Private-Network: true\r\n",
            "");

    assertThat(answer)
        .startsWith("HTTP/1.1 204")
        .containsIgnoringCase("Access-Control-Allow-Origin: " + HUB + "\r\n")
        .containsIgnoringCase("Access-Control-Allow-Private-Network: true")
        .containsIgnoringCase("Access-Control-Allow-Headers: Content-Type, X-Agent-Token")
        .containsIgnoringCase("Vary: Origin")
        .doesNotContain("*")
        .doesNotContainIgnoringCase("Allow-Credentials");
    assertThat(ask("OPTIONS /sign", host, HUB, "", ""))
        .doesNotContainIgnoringCase("Private-Network");
  }

  @Test
  void a_browser_that_is_not_paired_cannot_sign() throws Exception {
    assertThat(ask("POST /sign", host, HUB, "", SIGN))
        .startsWith("HTTP/1.1 401")
        .contains("NOT_PAIRED");
    assertThat(ask("POST /sign", host, HUB, "X-Agent-Token: made-up\r\n", SIGN))
        .startsWith("HTTP/1.1 401");
    assertThat(official.proposals).isEmpty();
  }

  @Test
  void pairing_asks_for_a_code_takes_it_and_the_token_works_for_that_origin_only()
      throws Exception {
    assertThat(ask("POST /pair", host, HUB, "", "{}"))
        .startsWith("HTTP/1.1 202")
        .contains("PAIRING_CODE_SHOWN");
    assertThat(ask("POST /pair", host, HUB, "", "{\"code\":\"0\"}"))
        .startsWith("HTTP/1.1 403")
        .contains("PAIRING_CODE_WRONG");
    var token = token(HUB);

    assertThat(ask("GET /status", host, HUB, "X-Agent-Token: " + token + "\r\n", ""))
        .contains("\"paired\":true");
    assertThat(
            ask(
                "GET /status",
                host,
                "https://second.example",
                "X-Agent-Token: " + token + "\r\n",
                ""))
        .contains("\"paired\":false");
    assertThat(
            ask(
                "POST /sign",
                host,
                "https://second.example",
                "X-Agent-Token: " + token + "\r\n",
                SIGN))
        .startsWith("HTTP/1.1 401");
  }

  @Test
  void a_page_of_one_hub_cannot_have_another_hubs_document_fetched() throws Exception {
    ask("POST /pair", host, HUB, "", "{}");
    var token = token(HUB);

    for (var other :
        List.of(
            "https://second.example/",
            "https://evil.example/",
            "http://hub.example:8443/",
            "https://hub.example:8443/somewhere",
            "file:///etc/passwd",
            "")) {
      var body = "{\"hub\":\"" + other + "\",\"session\":\"aaaaBBBBccccDDDD\"}";
      assertThat(ask("POST /sign", host, HUB, "X-Agent-Token: " + token + "\r\n", body))
          .as(other)
          .startsWith("HTTP/1.1 403")
          .contains("OTHER_HUB");
    }
    var traversal = "{\"hub\":\"" + HUB + "\",\"session\":\"../../admin/agencies\"}";
    assertThat(ask("POST /sign", host, HUB, "X-Agent-Token: " + token + "\r\n", traversal))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void a_body_that_a_form_could_send_is_refused() throws Exception {
    var body = "{\"code\":\"123456\"}";
    var raw =
        "POST /pair HTTP/1.1\r\nHost: "
            + host
            + "\r\nOrigin: "
            + HUB
            + "\r\nContent-Type: text/plain\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body;

    assertThat(send(raw)).startsWith("HTTP/1.1 415");
    assertThat(ask("POST /pair", host, HUB, "", "[1]")).startsWith("HTTP/1.1 400");
    assertThat(ask("POST /pair", host, HUB, "", "{\"code\":\"" + "1".repeat(17_000) + "\"}"))
        .startsWith("HTTP/1.1 413");
    assertThat(ask("GET /elsewhere", host, HUB, "", "")).startsWith("HTTP/1.1 404");
  }

  private String token(String origin) throws Exception {
    var code = official.codes.get(official.codes.size() - 1);
    var answer = ask("POST /pair", host, origin, "", "{\"code\":\"" + code + "\"}");
    assertThat(answer).startsWith("HTTP/1.1 200");
    return answer.replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1");
  }

  private String ask(String request, String host, String origin, String more, String body)
      throws Exception {
    return send(
        request
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\n"
            + (origin == null ? "" : "Origin: " + origin + "\r\n")
            + more
            + (body.isEmpty()
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
            + "Connection: close\r\n\r\n"
            + body);
  }

  private String send(String raw) throws Exception {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(raw.getBytes(StandardCharsets.UTF_8));
      var answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }
}
