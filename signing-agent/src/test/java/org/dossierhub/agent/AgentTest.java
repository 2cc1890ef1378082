package org.dossierhub.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.pdf.ResultLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, from the outside. */
class AgentTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path scratch;

  @Test
  void in_the_demonstration_a_page_pairs_and_has_a_document_signed_with_one_command()
      throws Exception {
    var module = TestTokens.module();
    try (var hub = new TestHub(TestTokens.PKI, "hub-tls")) {
      var reserved = ResultForm.reserve(TestTokens.onePage(), ResultLayout.decision());
      hub.offer("LEADER", reserved, TestTokens.PKI.identity("leader").certificate());
      var port = freePort();
      var settings =
          Files.writeString(
              scratch.resolve("agent.properties"),
              "hub=%s\nhub-trust=%s\nmodule=%s\nport=%d\nfolder=%s\n"
                  .formatted(
                      hub.address().url(),
                      TestHub.trust(TestTokens.PKI, scratch),
                      module,
                      port,
                      scratch.resolve("state")));
      var log = scratch.resolve("agent.log");
      var agent =
          start(
              log,
              "--settings",
              settings.toString(),
              "--demo-consent",
              "--demo-pin-file",
              "token-leader=" + TestTokens.pinFile("token-leader"));
      try {
        var code = await(log, "pairing code: (\\d{3}-\\d{3})");
        var token =
            post(port, hub, "/pair", "", "{\"code\":\"" + code + "\"}").path("token").asText();

        var outcome =
            post(
                port,
                hub,
                "/sign",
                token,
                "{\"hub\":\""
                    + hub.address().url()
                    + "\",\"session\":\""
                    + TestHub.SESSION
                    + "\"}");

        assertThat(outcome.path("status").asText()).as(outcome.toString()).isEqualTo("SIGNED");
        assertThat(Arrays.copyOf(hub.uploaded, reserved.length)).isEqualTo(reserved);
        assertThat(Files.readString(log))
            .contains("DEMONSTRATION")
            .doesNotContain(TestTokens.LEADER_PIN)
            .doesNotContain(token)
            .doesNotContain(TestHub.SESSION);
      } finally {
        agent.destroy();
        agent.waitFor();
      }
    }
  }

  @Test
  void while_the_official_looks_at_one_document_a_second_is_refused() throws Exception {
    var module = TestTokens.module();
    var official = new OfficialWithScript();
    var looking = new CountDownLatch(1);
    var decided = new CountDownLatch(1);
    official.meanwhile =
        () -> {
          looking.countDown();
          try {
            decided.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    try (var hub = new TestHub(TestTokens.PKI, "hub-tls")) {
      hub.offer("LEADER", TestTokens.onePage(), TestTokens.PKI.identity("leader").certificate());
      var settings =
          new AgentSettings(
              List.of(hub.address()),
              Optional.of(TestHub.trust(TestTokens.PKI, scratch)),
              List.of(module),
              0,
              scratch.resolve("state"),
              java.util.Map.of());
      try (var server = Agent.start(settings, official, false)) {
        var token =
            post(server.port(), hub, "/pair", "", "{\"code\":\"" + official.codes.get(0) + "\"}")
                .path("token")
                .asText();
        var request =
            "{\"hub\":\"" + hub.address().url() + "\",\"session\":\"" + TestHub.SESSION + "\"}";

        var first =
            CompletableFuture.supplyAsync(
                () -> quietly(() -> post(server.port(), hub, "/sign", token, request)));
        assertThat(looking.await(30, TimeUnit.SECONDS)).isTrue();
        var second = post(server.port(), hub, "/sign", token, request);
        decided.countDown();

        assertThat(second.path("code").asText()).isEqualTo("BUSY");
        assertThat(first.get(30, TimeUnit.SECONDS).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(official.proposals).hasSize(1);
      }
    }
  }

  @Test
  void everything_that_is_wrong_with_the_settings_is_said_at_once() throws Exception {
    var log = scratch.resolve("agent.log");
    var agent =
        start(
            log,
            "--module",
            "/nowhere/token.so",
            "--hub-trust",
            "/nowhere/root.pem",
            "--port",
            "70000");

    assertThat(agent.waitFor()).isEqualTo(2);
    assertThat(Files.readString(log))
        .contains("no hub", "/nowhere/token.so", "/nowhere/root.pem", "70000")
        .doesNotContain("Exception");
  }

  @Test
  void demonstration_consent_and_demonstration_pin_only_go_together() throws Exception {
    var log = scratch.resolve("agent.log");

    var agent = start(log, "--hub", "https://hub.example/", "--demo-consent");

    assertThat(agent.waitFor()).isEqualTo(2);
    assertThat(Files.readString(log)).contains("belong together");
  }

  @Test
  void a_hub_without_tls_is_not_accepted() throws Exception {
    var log = scratch.resolve("agent.log");

    var agent = start(log, "--hub", "http://hub.example/");

    assertThat(agent.waitFor()).isEqualTo(2);
    assertThat(Files.readString(log)).contains("https://host");
  }

  private static Process start(Path log, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Agent.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static String await(Path log, String pattern) throws Exception {
    var until = Clock.systemUTC().instant().plus(Duration.ofSeconds(60));
    while (Clock.systemUTC().instant().isBefore(until)) {
      var found = Pattern.compile(pattern).matcher(Files.readString(log));
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(100);
    }
    throw new AssertionError(Files.readString(log));
  }

  private static JsonNode post(int port, TestHub hub, String path, String token, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Origin", hub.address().origin())
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(90))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("X-Agent-Token", token);
    }
    return JSON.readTree(
        CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body());
  }

  private interface Request {
    JsonNode send() throws Exception;
  }

  private static JsonNode quietly(Request request) {
    try {
      return request.send();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
