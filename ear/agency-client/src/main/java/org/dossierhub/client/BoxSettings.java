package org.dossierhub.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Properties;
import org.dossierhub.signing.identity.AgencyCode;

/** {@code agency.properties} of a box; everything that is wrong is told at once. */
record BoxSettings(
    URI hub, AgencyCode agency, Path key, Path passwordFile, Path trust, Duration patience) {
  static final String FILE = "agency.properties";

  private static final String EXAMPLE =
      """
      hub = https://hub.example.vn:9443/
      agency = H99.151
      key = xa-an-hoa.p12
      password.file = xa-an-hoa.password
      trust = trust
      """;

  static BoxSettings read(Path box) throws BoxProblem {
    var file = box.resolve(FILE);
    var properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new BoxProblem(
          "Không đọc được %s; hãy tạo tệp ấy, ví dụ như dưới đây".formatted(file),
          "%s cannot be read; make it, for example:%n%n%s".formatted(file, EXAMPLE),
          e);
    }
    var wrong = new ArrayList<String>();
    for (var name : new String[] {"hub", "agency", "key", "password.file", "trust"}) {
      if (properties.getProperty(name, "").isBlank()) {
        wrong.add(name + " = …");
      }
    }
    if (!wrong.isEmpty()) {
      throw new BoxProblem(
          "%s thiếu %s; ví dụ như dưới đây".formatted(file, String.join(", ", wrong)),
          "%s lacks %s; for example:%n%n%s".formatted(file, String.join(", ", wrong), EXAMPLE));
    }
    try {
      var address = properties.getProperty("hub").strip();
      var hub = URI.create(address.endsWith("/") ? address : address + "/");
      if (!"https".equals(hub.getScheme()) || hub.getHost() == null || hub.getQuery() != null) {
        throw new IllegalArgumentException("hub = https://HOST:PORT/");
      }
      int patience = Integer.parseInt(properties.getProperty("patience", "300").strip());
      if (patience < 0 || patience > 86_400) {
        throw new IllegalArgumentException("patience = 0…86400");
      }
      return new BoxSettings(
          hub,
          new AgencyCode(properties.getProperty("agency").strip()),
          path(box, properties, "key"),
          path(box, properties, "password.file"),
          path(box, properties, "trust"),
          Duration.ofSeconds(patience));
    } catch (IllegalArgumentException e) {
      throw new BoxProblem(
          "%s không đúng: %s".formatted(file, e.getMessage()),
          "%s is not right: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  private static Path path(Path box, Properties properties, String name) {
    return box.resolve(properties.getProperty(name).strip()).normalize();
  }
}
