package org.dossierhub.system.journey;

import static org.dossierhub.system.journey.DemonstrationWorld.COMMUNE;
import static org.dossierhub.system.journey.DemonstrationWorld.CONSTRUCTION;
import static org.dossierhub.system.journey.DemonstrationWorld.ENVIRONMENT;
import static org.dossierhub.system.journey.DemonstrationWorld.HEALTH;
import static org.dossierhub.system.journey.DemonstrationWorld.JUSTICE;
import static org.dossierhub.system.journey.DemonstrationWorld.PORTAL;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.dossierhub.system.document.DemonstrationImages;

/**
 * What the administrator enters on the hub's own pages: agencies, certificates, agreements,
 * officials and the demonstration code of the procedure. Doing it again changes nothing.
 */
final class Registration {
  private static final Map<String, String> AGENCIES =
      new TreeMap<>(
          Map.of(
              CONSTRUCTION, "Sở Xây dựng tỉnh Bình Minh (hư cấu)",
              JUSTICE, "Sở Tư pháp tỉnh Bình Minh (hư cấu)",
              ENVIRONMENT, "Sở Nông nghiệp và Môi trường tỉnh Bình Minh (hư cấu)",
              HEALTH, "Sở Y tế tỉnh Bình Minh (hư cấu)",
              COMMUNE, "UBND xã An Hòa, tỉnh Bình Minh (hư cấu)",
              PORTAL, "Cổng Dịch vụ công quốc gia (bản mô phỏng)"));

  private static final List<List<String>> AGREED =
      List.of(
          List.of(PORTAL, CONSTRUCTION),
          List.of(PORTAL, ENVIRONMENT),
          List.of(PORTAL, COMMUNE),
          List.of(COMMUNE, CONSTRUCTION),
          List.of(COMMUNE, HEALTH));

  private final DemonstrationWorld world;
  private final Installation hub;
  private final Person administrator;

  Registration(DemonstrationWorld world, Person administrator) {
    this.world = world;
    this.hub = world.hub();
    this.administrator = administrator;
  }

  void all() {
    AGENCIES.forEach(this::agency);
    agreements();
    Official.ALL.forEach(this::official);
    giveProcedureItsCode();
  }

  private void agreements() {
    for (var pair : AGREED) {
      var agreed =
          Pattern.compile(
              ">"
                  + Pattern.quote(pair.get(0))
                  + "</th><td[^>]*>"
                  + Pattern.quote(pair.get(1))
                  + "</td>");
      if (!agreed.matcher(administrator.open("/quan-tri/thoa-thuan").body()).find()) {
        administrator.fill(
            "/quan-tri/thoa-thuan",
            "/quan-tri/thoa-thuan",
            "ben-gui",
            Map.of(
                "ben-gui",
                pair.get(0),
                "ben-nhan",
                pair.get(1),
                "thu-tuc",
                PROCEDURE,
                "tu",
                Vietnam.today().minusDays(1).toString(),
                "den",
                "",
                "mb",
                "1024",
                "phan",
                "500"));
      }
    }
  }

  private void agency(String code, String name) {
    if (administrator.open("/quan-tri/co-quan/" + code).status() != 200) {
      administrator.fill(
          "/quan-tri/co-quan",
          "/quan-tri/co-quan",
          "dia-chi",
          Map.of("ma", code, "ten", name, "kenh", channelOf(code), "dia-chi", addressOf(code)));
    }
    var certificates = new ArrayList<String>();
    if (DemonstrationWorld.neighbourIdentity(code) != null) {
      certificates.add(DemonstrationWorld.neighbourIdentity(code));
    }
    if (code.equals(CONSTRUCTION)) {
      certificates.add("clerk-seal");
    }
    if (code.equals(JUSTICE)) {
      certificates.add("seal-other");
    }
    for (String identity : certificates) {
      var page = "/quan-tri/co-quan/" + code;
      if (!administrator.open(page).body().contains(serialOf(identity))) {
        administrator.fill(page, page + "/chung-thu", "", Map.of(), pem(identity));
      }
    }
  }

  private static String channelOf(String code) {
    return switch (code) {
      case ENVIRONMENT, PORTAL -> "SOAP";
      case COMMUNE -> "JMS";
      case HEALTH -> "PULL";
      default -> "DESK";
    };
  }

  private String addressOf(String code) {
    return switch (code) {
      case ENVIRONMENT -> "https://127.0.0.1:" + world.port("push.environment") + "/exchange";
      case PORTAL -> "https://127.0.0.1:" + world.port("push.portal") + "/exchange";
      default -> "";
    };
  }

  private void official(Official official) {
    var page = "/quan-tri/tai-khoan/" + official.username();
    if (administrator.open(page).status() != 200) {
      administrator.fill(
          "/quan-tri/tai-khoan",
          "/quan-tri/tai-khoan",
          "co-quan",
          Map.of(
              "username", official.username(),
              "ho-ten", official.name(),
              "co-quan", official.agency(),
              "password", world.initialPasswordOf(official.username()),
              "vai-tro", official.role()));
    }
    if (official.identity() != null
        && !administrator.open(page).body().contains(serialOf(official.identity()))) {
      administrator.fill(page, page + "/chung-thu", "", Map.of(), pem(official.identity()));
    }
    if (official.role().equals("LEADER")) {
      image(page, DemonstrationImages.signature(official.name()));
    } else if (official.role().equals("CLERK")) {
      image(
          page,
          DemonstrationImages.seal(
              "TỈNH BÌNH MINH (HƯ CẤU)",
              official.agency().equals(CONSTRUCTION) ? "SỞ XÂY DỰNG" : "SỞ TƯ PHÁP"));
    }
  }

  private void image(String page, byte[] png) {
    administrator.fill(
        page,
        page + "/anh",
        "",
        Map.of(),
        new WebVisitor.Upload("tep", "anh.png", "image/png", png));
  }

  private void giveProcedureItsCode() {
    var catalogue =
        administrator.open(
            "/thu-tuc?tim="
                + java.net.URLEncoder.encode("Cấp giấy phép xây dựng", StandardCharsets.UTF_8));
    if (catalogue.body().contains(PROCEDURE)) {
      return;
    }
    var link =
        Pattern.compile("href=\"(/quan-tri/thu-tuc/[^\"]+)\">Cấp giấy phép xây dựng[^<]*</a>")
            .matcher(catalogue.body());
    if (!link.find()) {
      throw new IllegalStateException(
          "The catalogue shows the administrator no procedure to give a code to: "
              + catalogue.text());
    }
    administrator.fill(link.group(1), link.group(1), "", Map.of("ma", PROCEDURE));
  }

  private WebVisitor.Upload pem(String identity) {
    try {
      return new WebVisitor.Upload(
          "tep",
          identity + ".pem",
          "application/x-pem-file",
          Files.readAllBytes(hub.identities().resolve(identity + ".crt.pem")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String serialOf(String identity) {
    try (var in = Files.newInputStream(hub.identities().resolve(identity + ".crt.pem"))) {
      var certificate =
          (java.security.cert.X509Certificate)
              java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in);
      return certificate.getSerialNumber().toString(16);
    } catch (IOException | java.security.cert.CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
