package org.dossierhub.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * The exchange contract over REST (docs/protocol/openapi.yaml), one method for each operation. An
 * answer is taken as it is: whether it is believed is the caller's question. Every call has an end:
 * a time for what little there is besides the files, and for them as much as the slowest line takes
 * that the hub puts up with.
 */
final class HubCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long SLOWEST_BYTES_A_SECOND = 16 * 1024;

  /** Bytes of a signed document, and of an answer that refuses with one. */
  private static final int DOCUMENT = 1 << 20;

  private static final int REFUSAL = 2 * DOCUMENT;

  /** A manifest in base64, and 200 withdrawals of the last 30 days. */
  private static final int HANDED_OUT = 16 * DOCUMENT;

  private final HttpClient client;
  private final URI base;

  HubCalls(SSLContext tls, URI hub) {
    this.client =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    this.base = hub.resolve("api/v1/exchange/");
  }

  /** A file of a message on this disk. */
  record PartFile(Manifest.Part part, Path file) {}

  /** The signed receipt. */
  byte[] submit(byte[] manifest, List<PartFile> parts)
      throws NoAnswer, Refused, NotBelieved, IOException {
    var boundary = "part-" + UUID.randomUUID();
    var body = new ArrayList<BodyPublisher>();
    body.add(text(field(boundary, "manifest", "manifest.xml", "application/xml")));
    body.add(BodyPublishers.ofByteArray(manifest));
    long bytes = manifest.length;
    for (var one : parts) {
      body.add(text("\r\n" + field(boundary, "part", one.part().name(), one.part().mediaType())));
      body.add(BodyPublishers.ofFile(one.file()));
      bytes += one.part().size();
    }
    body.add(text("\r\n--" + boundary + "--\r\n"));
    return document(
        HttpRequest.newBuilder(base.resolve("messages"))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .header("Accept", "application/xml, application/json")
            .POST(BodyPublishers.concat(body.toArray(BodyPublisher[]::new))),
        bytes);
  }

  private static String field(String boundary, String name, String file, String type) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
        .formatted(boundary, name, file.replace("\"", "%22"), type);
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }

  /** The receipt of a message that was sent, or nothing when the hub does not have it. */
  Optional<byte[]> receipt(String id) throws NoAnswer, Refused, NotBelieved, IOException {
    try {
      return Optional.of(
          document(
              HttpRequest.newBuilder(base.resolve("messages/" + id + "/receipt"))
                  .header("Accept", "application/xml, application/json")
                  .GET(),
              0));
    } catch (Refused refused) {
      if (refused.code().equals("UNKNOWN_MESSAGE")) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** What waits for the caller, leased to the batch. */
  JsonNode handOut(String batch, int atMost, Duration lease)
      throws NoAnswer, Refused, NotBelieved, IOException {
    var path = "batches/%s?atMost=%d&leaseSeconds=%d".formatted(batch, atMost, lease.toSeconds());
    return json(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Accept", "application/json")
            .PUT(BodyPublishers.noBody()),
        HANDED_OUT);
  }

  /** One part of a message for the caller; never more than the manifest says. */
  void part(Manifest message, Manifest.Part part, OutputStream to)
      throws NoAnswer, Refused, NotBelieved, IOException {
    var path =
        "messages/%s/part?sender=%s&name=%s"
            .formatted(message.id(), encoded(message.sender().value()), encoded(part.name()));
    call(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Accept", "application/octet-stream, application/json")
            .GET(),
        to,
        part.size(),
        part.size());
  }

  /** The message with everything that proves its way. */
  void evidence(Manifest message, OutputStream to, long atMost)
      throws NoAnswer, Refused, NotBelieved, IOException {
    var path =
        "messages/%s/evidence?sender=%s".formatted(message.id(), encoded(message.sender().value()));
    call(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Accept", "application/vnd.etsi.asic-e+zip, application/json")
            .GET(),
        to,
        atMost,
        atMost);
  }

  JsonNode acknowledge(byte[] receipt) throws NoAnswer, Refused, NotBelieved, IOException {
    return post("acknowledgements", receipt);
  }

  JsonNode withdraw(byte[] withdrawal) throws NoAnswer, Refused, NotBelieved, IOException {
    return post("withdrawals", withdrawal);
  }

  private JsonNode post(String path, byte[] document)
      throws NoAnswer, Refused, NotBelieved, IOException {
    return json(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/xml")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(document)),
        DOCUMENT);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private byte[] document(HttpRequest.Builder request, long sent)
      throws NoAnswer, Refused, NotBelieved, IOException {
    var out = new ByteArrayOutputStream();
    call(request, out, DOCUMENT, sent + DOCUMENT);
    return out.toByteArray();
  }

  private JsonNode json(HttpRequest.Builder request, int atMost)
      throws NoAnswer, Refused, NotBelieved, IOException {
    var out = new ByteArrayOutputStream();
    call(request, out, atMost, atMost);
    try {
      return JSON.readTree(out.toByteArray());
    } catch (JsonProcessingException e) {
      throw new NotBelieved("Trả lời không phải JSON", "The answer is no JSON", e);
    }
  }

  /**
   * @param bytes that travel, by which the time is measured
   */
  private void call(HttpRequest.Builder request, OutputStream to, long atMost, long bytes)
      throws NoAnswer, Refused, NotBelieved, IOException {
    var no = new ByteArrayOutputStream();
    var limit = PATIENCE.plusSeconds(bytes / SLOWEST_BYTES_A_SECOND);
    var answer =
        client.sendAsync(
            request.build(),
            info ->
                info.statusCode() == 200
                    ? new BoundedBody(to, atMost)
                    : new BoundedBody(no, REFUSAL));
    try {
      var response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw refused(response, no.toByteArray());
      }
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new NoAnswer("%d s".formatted(limit.toSeconds()), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswer("interrupted", e);
    } catch (ExecutionException e) {
      throw broken(e.getCause());
    }
  }

  private static NoAnswer broken(Throwable cause) throws NotBelieved, IOException {
    for (var one = cause; one != null; one = one.getCause()) {
      if (one instanceof CertificateException) {
        throw new NotBelieved(
            "Máy chủ trả lời không phải là trục trong thư mục tin cậy",
            "Who answers is not the hub of the trust folder",
            one);
      }
      if (one instanceof BoundedBody.TooLong) {
        throw new NotBelieved("Trả lời quá dài", "The answer is too long", one);
      }
      if (one instanceof FileNotFoundException missing) {
        throw missing;
      }
    }
    if (cause instanceof IOException) {
      return new NoAnswer(
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
          cause);
    }
    throw new IllegalStateException("A call that cannot fail like this", cause);
  }

  private static Refused refused(HttpResponse<Long> response, byte[] body) throws NoAnswer {
    int status = response.statusCode();
    var said = said(body);
    var code = said.path("code").asText("");
    // Without words it is not the hub itself: something before it, or a server that still starts.
    if (status >= 500 || status == 429 || status == 408 || (status == 404 && code.isEmpty())) {
      throw new NoAnswer(
          (code.isEmpty() ? "HTTP" : code) + " " + status, comeBackAfter(response, said));
    }
    return new Refused(
        code.isEmpty() ? "HTTP_" + status : code,
        said.path("reasonVi").asText("Máy chủ trả lời với mã HTTP " + status),
        said.path("reasonEn").asText("The server answered with HTTP status " + status),
        evidence(said));
  }

  private static Optional<byte[]> evidence(JsonNode said) {
    try {
      return said.path("evidence").isTextual()
          ? Optional.of(Base64.getDecoder().decode(said.path("evidence").asText()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // what cannot be read proves nothing; the refusal stands without
    }
  }

  private static JsonNode said(byte[] body) {
    try {
      var json = JSON.readTree(body);
      return json != null && json.isObject() ? json : JSON.createObjectNode();
    } catch (IOException e) {
      return JSON.createObjectNode(); // a page of something before the hub
    }
  }

  private static Duration comeBackAfter(HttpResponse<Long> response, JsonNode said) {
    int seconds = said.path("retryAfterSeconds").asInt(-1);
    if (seconds < 0) {
      seconds =
          response
              .headers()
              .firstValue("Retry-After")
              .filter(text -> text.matches("[0-9]{1,5}"))
              .map(Integer::valueOf)
              .orElse(0);
    }
    return Duration.ofSeconds(seconds);
  }
}
