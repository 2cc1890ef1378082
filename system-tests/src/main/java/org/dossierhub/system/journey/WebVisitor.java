package org.dossierhub.system.journey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Somebody with a browser that has no JavaScript: reads pages, fills in forms as they are printed
 * (hidden fields included) and follows redirects.
 */
public final class WebVisitor {
  /** A file to put into a form. */
  public record Upload(String field, String fileName, String mediaType, byte[] bytes) {}

  /** What came back. */
  public record Reply(int status, String body, byte[] bytes, URI address) {
    public boolean says(String words) {
      return text().contains(words);
    }

    /** The page as a person reads it, without markup. */
    public String text() {
      return body.replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>", " ")
          .replaceAll("<[^>]+>", " ")
          .replace("&nbsp;", " ")
          .replace("&#39;", "'")
          .replace("&quot;", "\"")
          .replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&amp;", "&")
          .replaceAll("\\s+", " ")
          .strip();
    }
  }

  private final URI base;
  private final HttpClient client;

  public WebVisitor(URI base, SSLContext tls) {
    this.base = base;
    client =
        HttpClient.newBuilder()
            .sslContext(tls)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  public Reply get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET());
  }

  /** JSON with HTTP Basic, as an operator's script calls the administration. */
  public Reply json(String method, String path, String user, String password, String body) {
    var basic =
        java.util.Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/json")
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  /**
   * Fills in the form of a page whose action ends with the given words and posts it, with the
   * hidden fields the page printed.
   */
  public Reply submit(Reply page, String action, Map<String, ?> fields, Upload... uploads) {
    return submit(page, action, "", fields, uploads);
  }

  /**
   * The same for a page with several forms of one action: the form meant also contains the given
   * markup.
   */
  public Reply submit(
      Reply page, String action, String containing, Map<String, ?> fields, Upload... uploads) {
    var form = Pattern.compile("(?s)<form\\b([^>]*)>(.*?)</form>").matcher(page.body());
    while (form.find()) {
      var address = attribute(form.group(1), "action");
      if (address != null && address.endsWith(action) && form.group(2).contains(containing)) {
        var all = new LinkedHashMap<String, Object>();
        var inputs = Pattern.compile("<input\\b([^>]*)>").matcher(form.group(2));
        while (inputs.find()) {
          if ("hidden".equals(attribute(inputs.group(1), "type"))) {
            all.put(attribute(inputs.group(1), "name"), attribute(inputs.group(1), "value"));
          }
        }
        all.putAll(fields);
        var multipart = String.valueOf(attribute(form.group(1), "enctype")).startsWith("multipart");
        return post(page.address().resolve(address), all, multipart, uploads);
      }
    }
    throw new IllegalStateException(
        "No form for "
            + action
            + " on "
            + page.address()
            + " ("
            + page.status()
            + "): "
            + page.text());
  }

  /** Sends a file to the REST API, as a program does that nobody has to sign in. */
  public Reply upload(String path, String accepted, Upload file) {
    return post(base.resolve(path), Map.of(), true, Map.of("Accept", accepted), file);
  }

  private Reply post(URI address, Map<String, ?> fields, boolean multipart, Upload... uploads) {
    return post(address, fields, multipart, Map.of(), uploads);
  }

  private Reply post(
      URI address,
      Map<String, ?> fields,
      boolean multipart,
      Map<String, String> headers,
      Upload... uploads) {
    if (!multipart) {
      return send(
          HttpRequest.newBuilder(address)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(encoded(fields))));
    }
    var boundary = UUID.randomUUID().toString();
    var body = new ByteArrayOutputStream();
    each(
        fields,
        (name, value) ->
            write(
                body,
                "--"
                    + boundary
                    + "\r\nContent-Disposition: form-data; name=\""
                    + name
                    + "\"\r\n\r\n"
                    + value
                    + "\r\n"));
    for (Upload upload : uploads) {
      write(
          body,
          "--"
              + boundary
              + "\r\nContent-Disposition: form-data; name=\""
              + upload.field()
              + "\"; filename=\""
              + upload.fileName()
              + "\"\r\nContent-Type: "
              + upload.mediaType()
              + "\r\n\r\n");
      body.writeBytes(upload.bytes());
      write(body, "\r\n");
    }
    write(body, "--" + boundary + "--\r\n");
    var request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()));
    headers.forEach(request::header);
    return send(request);
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          client.send(
              request.header("Accept-Language", "vi").timeout(Duration.ofSeconds(120)).build(),
              BodyHandlers.ofByteArray());
      return new Reply(
          response.statusCode(),
          new String(response.body(), StandardCharsets.UTF_8),
          response.body(),
          response.uri());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Posts fields to an address as the page's own script does, asking for JSON. */
  public Reply postAsScript(String path, Map<String, String> fields) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(encoded(fields))));
  }

  /** A field may have one value or, when it is a list, several. */
  private static void each(Map<String, ?> fields, BiConsumer<String, Object> use) {
    fields.forEach(
        (name, value) -> {
          if (value instanceof Iterable<?> several) {
            several.forEach(one -> use.accept(name, one));
          } else {
            use.accept(name, value);
          }
        });
  }

  private static String encoded(Map<String, ?> fields) {
    var body = new StringJoiner("&");
    each(fields, (name, value) -> body.add(encode(name) + "=" + encode(String.valueOf(value))));
    return body.toString();
  }

  static String attribute(String tag, String name) {
    var found = Pattern.compile("\\b" + name + "\\s*=\\s*\"([^\"]*)\"").matcher(tag);
    return found.find() ? found.group(1).replace("&amp;", "&") : null;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
