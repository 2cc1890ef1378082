package org.dossierhub.launcher;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/**
 * Asks the running hub's administration ({@code /api/v1/admin}) as an administrator. What the hub
 * refuses is an {@link Obstacle} with its words.
 */
final class AdministrationCall {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client;
  private final URI base;
  private final String authorization;

  private AdministrationCall(HttpClient client, URI base, String authorization) {
    this.client = client;
    this.base = base;
    this.authorization = authorization;
  }

  static AdministrationCall of(Installation installation, String user)
      throws IOException, Obstacle {
    var address = server(installation).address();
    var base = URI.create(address + (address.endsWith("/") ? "" : "/") + "api/v1/");
    SSLContext roots;
    try {
      roots = ServerStores.clientContext(installation.home().trust().resolve("tls"));
    } catch (GeneralSecurityException e) {
      throw new IOException("The roots of the installation cannot be read", e);
    }
    var client = HttpClient.newBuilder().sslContext(roots).connectTimeout(PATIENCE).build();
    return new AdministrationCall(client, base, basic(user, password(user)));
  }

  /** One that runs, when there are more. */
  private static ServerPart server(Installation installation) throws IOException, Obstacle {
    ServerPart chosen = null;
    for (var part : installation.parts()) {
      if (part instanceof ServerPart server
          && (chosen == null || chosen.process().find().isEmpty())) {
        chosen = server;
      }
    }
    return chosen;
  }

  /** Without TLS, for tests. */
  static AdministrationCall plain(URI base, String user, String password) {
    return new AdministrationCall(HttpClient.newHttpClient(), base, basic(user, password));
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static String password(String user) throws IOException, Obstacle {
    var file = System.getenv("HUB_ADMIN_PASSWORD_FILE");
    if (file != null) {
      return Files.readString(Path.of(file)).strip();
    }
    var console = System.console();
    if (console == null) {
      throw new Obstacle(
          "There is no terminal to ask for a password. Let HUB_ADMIN_PASSWORD_FILE name a file with it.");
    }
    var typed = console.readPassword("Password of %s: ", user);
    if (typed == null) {
      throw new Obstacle("Without a password nothing was asked.");
    }
    return new String(typed);
  }

  JsonValue get(String path) throws IOException, InterruptedException, Obstacle {
    return answer(request(path).GET().build());
  }

  JsonValue post(String path, JsonObject body) throws IOException, InterruptedException, Obstacle {
    return answer(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", authorization)
            .header("Accept", "application/json");
    var code = System.getenv("HUB_ADMIN_CODE");
    return code == null ? request : request.header("X-One-Time-Code", code);
  }

  private JsonValue answer(HttpRequest request) throws IOException, InterruptedException, Obstacle {
    HttpResponse<byte[]> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new Obstacle("The hub does not answer at " + base + ". Is it up (./hub status)?", e);
    }
    if (response.statusCode() == 404 && response.body().length == 0) {
      throw new Obstacle("There is nothing at " + request.uri() + ".");
    }
    try (var reader = Json.createReader(new ByteArrayInputStream(response.body()))) {
      var value = reader.readValue();
      if (response.statusCode() >= 300) {
        throw refused(response.statusCode(), value);
      }
      return value;
    } catch (jakarta.json.JsonException e) {
      throw new Obstacle("The hub answered with status " + response.statusCode() + ".", e);
    }
  }

  private static Obstacle refused(int status, JsonValue problem) {
    if (problem instanceof JsonObject said && said.containsKey("code")) {
      return new Obstacle(
          "%s (%d). %s / %s"
              .formatted(
                  said.getString("code"),
                  status,
                  said.getString("reasonVi", ""),
                  said.getString("reasonEn", "")));
    }
    return new Obstacle("The hub answered with status " + status + ".");
  }
}
