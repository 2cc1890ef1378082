package org.dossierhub.exchange.portal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.dossierhub.exchange.settings.PortalSettings;

/**
 * Speaks the classic interface: {@code POST {url}/auth} for a session, {@code POST
 * {url}/integration} for everything else. One session is kept until the portal no longer likes it.
 */
@ApplicationScoped
class PortalClient {
  /** The {@code error_code} of a call that was taken. */
  static final String SUCCESS = "00";

  private static final String LOGGED_IN = "0";
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  /** Bytes of an answer that are read. */
  private static final int ANSWER_AT_MOST = 1 << 20;

  private PortalSettings settings;
  private HttpClient http;
  private String session;

  /** For the container's proxy. */
  protected PortalClient() {}

  @Inject
  PortalClient(PortalSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * {@code DongBoHoSoMC} for one dossier.
   *
   * @return the portal's {@code error_code}
   */
  synchronized String synchronise(JsonObject dossier, boolean updating) throws IOException {
    boolean fresh = session == null;
    if (fresh) {
      session = logIn();
    }
    var errorCode = call(dossier, updating);
    if (!errorCode.equals(SUCCESS) && !fresh) {
      session = logIn(); // an old session looks like any other error
      errorCode = call(dossier, updating);
    }
    if (!errorCode.equals(SUCCESS)) {
      session = null;
    }
    return errorCode;
  }

  private String logIn() throws IOException {
    var connection = connection();
    var password = connection.password().revealSecret();
    try {
      var body =
          Json.createObjectBuilder()
              .add("username", connection.user())
              .add("password", new String(password))
              .build();
      var answer = post("/auth", body);
      if (!LOGGED_IN.equals(text(answer, "error_code"))) {
        throw new IOException(
            "the portal refuses the login with error_code " + text(answer, "error_code"));
      }
      return text(answer, "session");
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private String call(JsonObject dossier, boolean updating) throws IOException {
    var body =
        Json.createObjectBuilder()
            .add("session", session)
            .add("madonvi", connection().unit())
            .add("service", "DongBoHoSoMC")
            .add("isUpdating", updating)
            .add("data", Json.createArrayBuilder().add(dossier))
            .build();
    return text(post("/integration", body), "error_code");
  }

  private JsonObject post(String path, JsonObject body) throws IOException {
    var base = connection().url().toString().replaceAll("/+$", "");
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(ANSWER_WITHIN)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("Accept", "application/json")
            .header("dstcode", connection().unit())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      byte[] answer;
      try (var in = response.body()) {
        answer = in.readNBytes(ANSWER_AT_MOST);
      }
      if (response.statusCode() != 200) {
        throw new IOException("HTTP " + response.statusCode() + " from " + path);
      }
      try (var reader =
          Json.createReader(new StringReader(new String(answer, StandardCharsets.UTF_8)))) {
        return reader.readObject();
      }
    } catch (JsonException | IllegalStateException e) {
      throw new IOException("the answer to " + path + " is no JSON object", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the portal", e);
    }
  }

  private PortalSettings.Connection connection() {
    return settings.connection().orElseThrow();
  }

  /** Some portals send numbers where others send strings. */
  private static String text(JsonObject answer, String name) {
    JsonValue value = answer.get(name);
    if (value instanceof JsonString string) {
      return string.getString();
    }
    return value == null ? "" : value.toString();
  }
}
