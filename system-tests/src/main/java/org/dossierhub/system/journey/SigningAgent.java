package org.dossierhub.system.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The signing agent of one desk, as the page in the official's browser talks to it. */
public final class SigningAgent implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the agent answered. */
  public record Outcome(String status, JsonNode answer) {}

  private final OwnProcess process;
  private final URI address;
  private final URI origin;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private String token;

  public SigningAgent(OwnProcess process, int port, URI origin) {
    this.process = process;
    this.address = URI.create("http://127.0.0.1:" + port);
    this.origin = origin;
  }

  public URI address() {
    return address;
  }

  /** Tells the agent the code it shows to the person at the desk. */
  public void pair(String code) {
    token = ask("/pair", Map.of("code", code)).path("token").asText();
    if (token.isEmpty()) {
      throw new IllegalStateException("The agent does not take the code " + code);
    }
  }

  /** The code the agent shows to the person at the desk when another browser wants to be paired. */
  public String showPairingCode() {
    ask("/pair", Map.of());
    return Desks.code(process.output());
  }

  /** The session as the hub handed it to the page: {@code {"hub":…,"session":…}}. */
  public Outcome sign(String session) {
    try {
      var answer = ask("/sign", JSON.readTree(session));
      return new Outcome(answer.path("status").asText(), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode ask(String path, Object body) {
    try {
      var request =
          HttpRequest.newBuilder(address.resolve(path))
              .header("Origin", origin.toString())
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(90))
              .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      if (token != null) {
        request.header("X-Agent-Token", token);
      }
      return JSON.readTree(client.send(request.build(), BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  ProcessHandle handle() {
    return process.handle();
  }

  @Override
  public void close() {
    process.close();
  }
}
