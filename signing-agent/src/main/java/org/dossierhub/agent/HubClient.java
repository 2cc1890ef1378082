package org.dossierhub.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.dossierhub.agent.SigningSession.Role;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;

/**
 * Fetches what is to be signed and hands back what was signed. Speaks TLS with the configured root
 * only, follows no redirect, and takes at most 200 MB for a document, 2 MB for a picture and 64 KB
 * for anything else.
 */
final class HubClient {
  private static final int LARGEST_DOCUMENT = 200 * 1024 * 1024;
  private static final int LARGEST_IMAGE = 2 * 1024 * 1024;
  private static final int LARGEST_JSON = 64 * 1024;
  private static final int LONGEST_TITLE = 500;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(120);

  private static final int LATER = 503;
  private static final int MOST_UPLOADS = 4;
  private static final Duration BETWEEN_UPLOADS = Duration.ofSeconds(5);

  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param roots PEM file of the certificates that a hub's TLS certificate must lead to; absent:
   *     those of this Java
   */
  HubClient(Optional<Path> roots) throws IOException {
    var builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY);
    if (roots.isPresent()) {
      builder.sslContext(trusting(roots.get()));
    }
    http = builder.build();
  }

  SigningSession session(HubAddress hub, String token) throws NotSigned {
    var answer = json(get(hub.signingSession(token, ""), LARGEST_JSON, "application/json"));
    try {
      if (!hub.sameOriginAs(HubAddress.of(answer.required("hub").asText()))) {
        throw new NotSigned(Refusal.OTHER_HUB);
      }
      var certificates = new ArrayList<CertificateId>();
      for (var one : answer.required("certificates")) {
        certificates.add(
            new CertificateId(
                one.required("issuer").asText(), new BigInteger(one.required("serial").asText())));
      }
      var title = answer.required("title").asText().strip();
      if (title.isEmpty() || title.length() > LONGEST_TITLE || certificates.isEmpty()) {
        throw new NotSigned(Refusal.HUB_ANSWER_UNUSABLE);
      }
      return new SigningSession(
          Role.valueOf(answer.required("role").asText()),
          title,
          answer.required("pages").asInt(),
          new Sha256(answer.required("sha256").asText()),
          certificates,
          Instant.parse(answer.required("expires").asText()));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new NotSigned(Refusal.HUB_ANSWER_UNUSABLE, e);
    }
  }

  byte[] document(HubAddress hub, String token) throws NotSigned {
    return get(hub.signingSession(token, "/document"), LARGEST_DOCUMENT, "application/pdf").body();
  }

  Optional<byte[]> image(HubAddress hub, String token) throws NotSigned {
    var answer = get(hub.signingSession(token, "/image"), LARGEST_IMAGE, "image/png");
    return answer.status() == 204 ? Optional.empty() : Optional.of(answer.body());
  }

  /**
   * Returns where the result stands afterwards. A hub that says it could not look at the file now
   * (503) has changed nothing and is asked again with the same bytes: what was signed once need not
   * be signed again.
   */
  String handBack(HubAddress hub, String token, byte[] signed) throws NotSigned {
    var answer = put(hub, token, signed);
    for (int i = 1; i < MOST_UPLOADS && answer.status() == LATER; i++) {
      pause();
      answer = put(hub, token, signed);
    }
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    return json(answer).path("state").asText();
  }

  private static void pause() throws NotSigned {
    try {
      Thread.sleep(BETWEEN_UPLOADS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotSigned(Refusal.UPLOAD_UNCERTAIN, e);
    }
  }

  private Answer put(HubAddress hub, String token, byte[] signed) throws NotSigned {
    var request =
        HttpRequest.newBuilder(hub.signingSession(token, "/signed"))
            .timeout(ANSWER)
            .header("Content-Type", "application/pdf")
            .header("Accept", "application/json")
            .PUT(BodyPublishers.ofByteArray(signed))
            .build();
    try {
      return send(request, LARGEST_JSON);
    } catch (IOException e) {
      throw new NotSigned(Refusal.UPLOAD_UNCERTAIN, e);
    }
  }

  private Answer get(URI uri, int atMost, String accept) throws NotSigned {
    try {
      var answer =
          send(
              HttpRequest.newBuilder(uri).timeout(ANSWER).header("Accept", accept).build(), atMost);
      if (answer.status() != 200 && answer.status() != 204) {
        throw refusal(answer);
      }
      return answer;
    } catch (IOException e) {
      throw new NotSigned(Refusal.HUB_UNREACHABLE, e);
    }
  }

  private record Answer(int status, byte[] body) {}

  private Answer send(HttpRequest request, int atMost) throws IOException, NotSigned {
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        var bytes = body.readNBytes(atMost);
        if (body.read() >= 0) {
          throw new NotSigned(Refusal.HUB_ANSWER_UNUSABLE); // longer than anything we would sign
        }
        return new Answer(response.statusCode(), bytes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while talking to the hub", e);
    }
  }

  private JsonNode json(Answer answer) throws NotSigned {
    try {
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new NotSigned(Refusal.HUB_ANSWER_UNUSABLE, e);
    }
  }

  /** The hub's own reason, when it gives one: {"code","reasonVi","reasonEn"}. */
  private NotSigned refusal(Answer answer) {
    try {
      var problem = json.readTree(answer.body());
      if (problem != null && problem.path("code").asText().matches("[A-Z_]{3,60}")) {
        return new NotSigned(
            problem.path("code").asText(),
            problem.path("reasonVi").asText(),
            problem.path("reasonEn").asText());
      }
    } catch (IOException e) {
      return new NotSigned(Refusal.HUB_ANSWER_UNUSABLE, e);
    }
    return new NotSigned(Refusal.HUB_ANSWER_UNUSABLE);
  }

  private static SSLContext trusting(Path roots) throws IOException {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(roots)));
      for (var certificate : found) {
        store.setCertificateEntry("root-" + store.size(), certificate);
      }
      if (store.size() == 0) {
        throw new IOException("No certificate in " + roots);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("The hub's root certificate in " + roots + " cannot be used", e);
    }
  }
}
