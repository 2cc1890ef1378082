package org.dossierhub.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.journey.OwnProcess;
import org.dossierhub.system.neighbour.SystemIdentity;

/**
 * {@code ./hub demo}: starts the hub, fills it with the fictitious province, plays one dossier and
 * says after each step what it proved. The hub, the neighbours and the signing agent go on running
 * until {@code ./hub down}.
 */
public final class Demo {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private final DemonstrationWorld world;
  private int step;

  private Demo(DemonstrationWorld world) {
    this.world = world;
  }

  public static void main(String[] arguments) {
    var checkout = Path.of(System.getProperty("hub.checkout"));
    var home = Installation.homeOf(checkout);
    var began = Instant.now();
    DemonstrationWorld.stopLeftRunning(home);
    if (arguments.length == 1 && arguments[0].equals("stop")) {
      return;
    }
    try {
      DemonstrationWorld.prepare(home);
      if (OwnProcess.inherit(checkout.resolve("hub").toString(), "up") != 0) {
        System.exit(1);
      }
      var world = DemonstrationWorld.of(Installation.at(checkout, home));
      Runtime.getRuntime().addShutdownHook(new Thread(world::close));
      new Demo(world).play();
      say("");
      say("Xong sau %d giây. / Done in %d seconds.", seconds(began), seconds(began));
      world.leaveRunning();
      links(world);
    } catch (IllegalStateException e) {
      OUT.println();
      OUT.println("Demo dừng lại / The demonstration stopped: " + e.getMessage());
      OUT.println("Nhật ký / logs: " + home.resolve("logs"));
      System.exit(1);
    }
    System.exit(0);
  }

  private static long seconds(Instant since) {
    return Duration.between(since, Instant.now()).toSeconds();
  }

  private static void say(String text, Object... values) {
    OUT.println(text.formatted(values));
  }

  /** What is done, while it is done; then what it proved. */
  private void begin(String vietnamese, String english) {
    step++;
    OUT.println();
    OUT.printf("%2d. %s%n    %s%n", step, vietnamese, english);
  }

  private static void proved(String text, Object... values) {
    say("    ✓ " + text, values);
  }

  private static void expect(boolean so, String wish, Object found) {
    if (!so) {
      throw new IllegalStateException("expected " + wish + ", found: " + found);
    }
  }

  private void play() {
    begin(
        "Quản trị viên khai báo tỉnh Bình Minh (hư cấu): cơ quan, chứng thư, thỏa thuận, tài khoản.",
        "The administrator enters the fictitious province: agencies, certificates, agreements, accounts.");
    world.register();
    world.environment();
    world.commune();
    world.portal();
    world.agent();
    proved(
        "Hai cơ quan láng giềng, Cổng mô phỏng và chương trình ký chạy thành tiến trình riêng."
            + " / Two neighbours, the portal's stand-in and the signing agent run as programs of their own.");
    var journey = new DossierJourney(world);
    arrives(journey);
    isJudged(journey);
    isDecided(journey);
    travels(journey);
    isChecked(journey);
    refusals(journey);
  }

  private void arrives(DossierJourney journey) {
    begin(
        "Cổng gửi hồ sơ "
            + journey.dossier()
            + " qua SOAP (TLS hai chiều, WS-Security, bản kê ký số).",
        "The portal submits the dossier over SOAP: mutual TLS, WS-Security, a signed manifest.");
    var receipt = journey.portalSubmits();
    expect("RECEIPT".equals(receipt.path("kind").asText()), "a receipt", receipt);
    proved("Biên nhận có chữ ký số của hệ thống. / A receipt signed by the hub.");
    expect(
        journey.portalRepeats().path("document").equals(receipt.path("document")),
        "the same receipt for a repeated message",
        "another one");
    proved("Gửi lại: đúng biên nhận cũ, từng byte. / Sent again: the same receipt, byte for byte.");
  }

  private void isJudged(DossierJourney journey) {
    begin(
        "Cán bộ một cửa mở hồ sơ và thấy chữ ký của công dân đáng giá thế nào.",
        "The one-stop officer sees what the citizen's signature is worth.");
    expect(
        journey
            .officerSeesTheDossier()
            .text()
            .matches(".*Đơn đề nghị\\.pdf [0-9.,]+ \\w+ hợp lệ.*"),
        "a valid signature on the officer's page",
        "another verdict");
    journey.officerAccepts();
    proved("Hồ sơ được tiếp nhận và đang xử lý. / The dossier is accepted and in progress.");
  }

  private void isDecided(DossierJourney journey) {
    begin(
        "Lãnh đạo ký quyết định bằng thiết bị ký số (USB token) tại bàn; văn thư cấp số, ngày và đóng dấu.",
        "The leader signs the decision with a token; the clerk numbers, dates and seals it.");
    journey.officerPreparesTheDecision();
    signed(journey.leaderSigns());
    proved("Chữ ký lãnh đạo (PAdES, DocMDP P=2). / The leader's certification signature.");
    var number = journey.clerkNumbers();
    signed(journey.clerkSeals());
    proved("Quyết định số %s đã đóng dấu. / Decision %s is sealed.", number, number);
    journey.clerkPublishes();
    proved("Có dấu thời gian, đã phát hành. / Time-stamped and published.");
  }

  private static void signed(org.dossierhub.system.journey.SigningAgent.Outcome outcome) {
    expect("SIGNED".equals(outcome.status()), "a signature", outcome.answer());
  }

  private void travels(DossierJourney journey) {
    begin("Kết quả tới các nơi nhận.", "The result reaches its recipients.");
    journey.neighbourHas(world.environment(), "RESULT");
    proved("Sở Nông nghiệp và Môi trường, qua SOAP. / Over SOAP push.");
    journey.neighbourHas(world.commune(), "RESULT");
    proved("UBND xã An Hòa, qua JMS. / Over JMS.");
    journey.neighbourHas(world.portal(), "RESULT");
    proved("Cổng, qua SOAP. / The portal, over SOAP.");
    journey.portalWasTold("9");
    proved("Cổng, qua DongBoHoSoMC: trạng thái 9. / The portal's own interface: status 9.");
  }

  private void isChecked(DossierJourney journey) {
    begin("Công dân kiểm tra tệp nhận được.", "The citizen checks the file received.");
    var file = journey.publishedFile();
    var page = journey.citizenUploads("ket-qua.pdf", file);
    expect(
        page.says("trùng với bản do cơ quan phát hành"),
        "the file recognised as issued",
        page.text());
    proved("Hợp lệ, trùng với bản do cơ quan phát hành. / Valid, and the file the agency issued.");
    var changed = journey.citizenUploads("ket-qua.pdf", DossierJourney.withOneByteChanged(file));
    expect(changed.says("không hợp lệ"), "a changed file refused", changed.text());
    proved("Sửa một byte: không hợp lệ. / One byte changed: not valid.");
  }

  private void refusals(DossierJourney journey) {
    begin("Những gì hệ thống từ chối.", "What the hub refuses.");
    refused(
        journey.portalSwapsAnAttachment(),
        "tệp bị tráo / a swapped attachment",
        "MANIFEST_MISMATCH");
    refused(journey.impostorSigns(), "kẻ mạo danh / the impostor", "UNKNOWN_SENDER");
    refused(
        journey.portalReusesTheId(),
        "mã thông điệp đã dùng, nội dung khác / a used id with other content",
        "ID_REUSED");
    withoutCertificate();
    var door = world.person("vanthu.stp").open("/van-thu/" + journey.resultId()).status();
    expect(door == 403 || door == 404, "another agency's clerk kept out", door);
    proved("Văn thư cơ quan khác không thấy hồ sơ. / Another agency's clerk sees nothing.");
  }

  private static void refused(JsonNode answer, String what, String code) {
    expect(code.equals(answer.path("code").asText()), "a refusal of " + what, answer);
    proved("%s: %s", what, code);
  }

  /** A client without certificate does not get as far as an answer, another one does. */
  private void withoutCertificate() {
    var roots = world.hub().tlsRoots();
    var portal = SystemIdentity.open(world.hub().identities(), "portal-g99-01").tls(roots);
    expect(world.hub().answersAgencies(portal), "an answer to a client with a certificate", "none");
    expect(
        !world.hub().answersAgencies(SystemIdentity.anonymousTls(roots)),
        "no connection without a client certificate",
        "an answer");
    proved("không có chứng thư: không kết nối được / no client certificate: no connection");
  }

  private static void links(DemonstrationWorld world) {
    var web = world.hub().web();
    say("");
    say("Hệ thống đang chạy / the hub is running: %s", web);
    say(
        "  Trình duyệt sẽ cảnh báo vì chứng thư TLS chỉ dùng để thử; gốc tin cậy: %s",
        world.hub().tlsRoots());
    say("  Kiểm tra chữ ký / verify: %s/kiem-tra", web);
    say("  Đăng nhập / sign in:      %s/dang-nhap", web);
    for (String username : DemonstrationWorld.usernames()) {
      say("    %-12s  %s", username, world.passwordOf(username));
    }
    say("    %-12s  %s", "quan-tri", world.hub().secret("bootstrap.password"));
    say(
        "  Chương trình ký / signing agent: http://127.0.0.1:%s, mã ghép nối / pairing code: %s",
        world.agentPort(), world.folder().resolve("agent.log"));
    say("");
    say("./hub down dừng tất cả / stops everything.");
  }
}
