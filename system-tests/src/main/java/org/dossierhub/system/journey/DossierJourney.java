package org.dossierhub.system.journey;

import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.COMMUNE;
import static org.dossierhub.system.journey.DemonstrationWorld.CONSTRUCTION;
import static org.dossierhub.system.journey.DemonstrationWorld.ENVIRONMENT;
import static org.dossierhub.system.journey.DemonstrationWorld.LEADER;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;
import static org.dossierhub.system.journey.DemonstrationWorld.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.dossierhub.system.document.CitizenSignature;
import org.dossierhub.system.document.DemonstrationPapers;
import org.dossierhub.system.neighbour.SystemIdentity;

/**
 * One dossier, step by step as {@code docs/dossier-journey.md} tells it, from outside. Each step
 * does what a person or a neighbour's program does, and gives back what it saw; whoever plays it
 * narrates or asserts.
 */
public final class DossierJourney {
  private final DemonstrationWorld world;
  private final Path papers;
  private final String dossier;
  private final String messageId = UUID.randomUUID().toString();
  private String dossierPage;
  private String resultId;
  private String publicPage;

  public DossierJourney(DemonstrationWorld world) {
    this.world = world;
    this.dossier = freshDossier(CONSTRUCTION);
    this.papers = papersIn(world.folder().resolve("papers"));
  }

  /** A dossier code of today that no earlier run has used, in all likelihood. */
  public static String freshDossier(String agency) {
    return agency
        + "-"
        + Vietnam.today().format(DateTimeFormatter.ofPattern("yyMMdd"))
        + "-"
        + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
  }

  private Path papersIn(Path folder) {
    try {
      Files.createDirectories(folder);
      var citizen = SystemIdentity.open(world.hub().identities(), "citizen");
      var application = DemonstrationPapers.application(APPLICANT, Vietnam.today());
      Files.write(
          folder.resolve("don-de-nghi.pdf"),
          CitizenSignature.sign(application, citizen.key(), citizen.chain()));
      Files.write(folder.resolve("ban-ve.pdf"), DemonstrationPapers.drawings());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String dossier() {
    return dossier;
  }

  public String messageId() {
    return messageId;
  }

  /** What the citizen hands in: a signed application and unsigned drawings. */
  public List<NeighbourProcess.Enclosure> enclosures() {
    return List.of(
        new NeighbourProcess.Enclosure(
            "Đơn đề nghị.pdf", "application/pdf", papers.resolve("don-de-nghi.pdf")),
        new NeighbourProcess.Enclosure(
            "Bản vẽ thiết kế.pdf", "application/pdf", papers.resolve("ban-ve.pdf")));
  }

  /** Steps 1 to 5: the portal submits over SOAP and gets the receipt. */
  public JsonNode portalSubmits() {
    return portalSends(messageId, Map.of());
  }

  /** Step 3: the same message once more. */
  public JsonNode portalRepeats() {
    return portalSubmits();
  }

  /** Step 3: other content under the id of the message, signed as it should be. */
  public JsonNode portalReusesTheId() {
    return portalSends(messageId, Map.of("resign", "true", "created", "2026-01-01T00:00:00Z"));
  }

  /** Step 3: another file travels under the name of the one that the manifest speaks of. */
  public JsonNode portalSwapsAnAttachment() {
    var drawings = enclosures().get(1).file().toString();
    return portalSends(freshMessage(), Map.of("swap:Đơn đề nghị.pdf", drawings));
  }

  /** Step 3: the impostor, whose certificate has the portal's name, signs the manifest. */
  public JsonNode impostorSigns() {
    return portalSends(freshMessage(), Map.of("manifestIdentity", "impostor"));
  }

  private static String freshMessage() {
    return UUID.randomUUID().toString();
  }

  private JsonNode portalSends(String id, Map<String, String> how) {
    return world
        .portal()
        .send("SOAP", id, CONSTRUCTION, dossier, PROCEDURE, APPLICANT, enclosures(), how);
  }

  /** Steps 6 to 8: what the one-stop officer sees once the documents are judged. */
  public WebVisitor.Reply officerSeesTheDossier() {
    var officer = world.person("motcua.sxd");
    var list =
        Waiting.until(
            "the dossier " + dossier + " to be on the officer's list",
            SOON,
            () -> officer.open("/ho-so?tim=" + dossier),
            page -> page.body().contains(dossier) && dossierLink(page) != null,
            WebVisitor.Reply::text);
    dossierPage = dossierLink(list);
    return officer.await(dossierPage, "Chữ ký", SOON);
  }

  private String dossierLink(WebVisitor.Reply list) {
    var link = Pattern.compile("href=\"(/ho-so/[0-9a-f-]{36})\"").matcher(list.body());
    return link.find() ? link.group(1) : null;
  }

  /** The officer accepts the dossier and starts the work on it. */
  public void officerAccepts() {
    move("ACCEPTED");
    move("IN_PROGRESS");
  }

  private void move(String state) {
    world
        .person("motcua.sxd")
        .fill(
            dossierPage,
            "/trang-thai",
            "name=\"sang\" value=\"" + state + "\"",
            Map.of("ly-do", ""));
  }

  /**
   * Step 10: the draft decision becomes a form with places for number, date, signature and seal.
   */
  public String officerPreparesTheDecision() {
    var reply =
        world
            .person("motcua.sxd")
            .fill(
                dossierPage,
                "/ket-qua",
                "tieu-de",
                Map.of(
                    "tieu-de",
                    "Quyết định về việc cấp giấy phép xây dựng",
                    "ky-hieu",
                    "QĐ-SXD",
                    "noi-nhan",
                    List.of(ENVIRONMENT, COMMUNE)),
                new WebVisitor.Upload(
                    "tep",
                    "quyet-dinh.pdf",
                    "application/pdf",
                    DemonstrationPapers.draftDecision(APPLICANT, LEADER)));
    var link =
        Pattern.compile("/ket-qua/([0-9a-f-]{36})")
            .matcher(reply.address() + " " + world.person("motcua.sxd").open(dossierPage).body());
    if (!link.find()) {
      throw new IllegalStateException("No result on the dossier's page: " + reply.text());
    }
    resultId = link.group(1);
    return resultId;
  }

  /** Step 10: the leader reads and signs with the token. */
  public SigningAgent.Outcome leaderSigns() {
    return world.person("lanhdao.sxd").sign("/ky/" + resultId, world.agent());
  }

  /** Step 10: the clerk gives the decision its number and date. */
  public String clerkNumbers() {
    var page =
        world
            .person("vanthu.sxd")
            .fill(clerkPage(), "/so", "ngay", Map.of("ngay", Vietnam.today().toString()));
    var number = Pattern.compile("\\d+/QĐ-SXD").matcher(page.text());
    if (!number.find()) {
      throw new IllegalStateException("No number on the clerk's page: " + page.text());
    }
    return number.group();
  }

  private String clerkPage() {
    return "/van-thu/" + resultId;
  }

  /** Step 10: the clerk seals with the agency's token. */
  public SigningAgent.Outcome clerkSeals() {
    return world.person("vanthu.sxd").sign(clerkPage(), world.agent());
  }

  /** Steps 10 and 11: waits for the time-stamp, then publishes; gives back the public address. */
  public String clerkPublishes() {
    var clerk = world.person("vanthu.sxd");
    Waiting.until(
        "the time-stamp",
        SOON,
        () -> clerk.open(clerkPage()),
        page -> page.body().contains(clerkPage() + "/phat-hanh"),
        WebVisitor.Reply::text);
    var page = clerk.fill(clerkPage(), "/phat-hanh", "", Map.of());
    var link = Pattern.compile("href=\"(/ket-qua/[^\"/]+)\"").matcher(page.body());
    if (!link.find()) {
      throw new IllegalStateException("No public address on the clerk's page: " + page.text());
    }
    publicPage = link.group(1);
    return publicPage;
  }

  /** Steps 1 to 11 in one go, for whoever needs a published result and nothing else. */
  public byte[] playUntilPublished() {
    portalSubmits();
    officerSeesTheDossier();
    officerAccepts();
    officerPreparesTheDecision();
    leaderSigns();
    clerkNumbers();
    clerkSeals();
    clerkPublishes();
    return publishedFile();
  }

  /** After publishing: the decision is taken back, with a reason. */
  public void clerkRevokes(String reason) {
    world.person("vanthu.sxd").fill(clerkPage(), "/thu-hoi", "ly-do", Map.of("ly-do", reason));
  }

  /**
   * Steps 9 and 11: what each neighbour has in its ledger about this dossier, as soon as it has it.
   */
  public Map<String, String> neighbourHas(NeighbourProcess neighbour, String kind) {
    return Waiting.until(
            kind + " of " + dossier + " at " + neighbour.agency(),
            SOON,
            () -> neighbour.received(kind, dossier),
            lines -> !lines.isEmpty(),
            lines -> neighbour.ledger().read("received"))
        .get(0);
  }

  /** Step 11: what the portal's own interface was told, until it was told the wished status. */
  public Map<String, String> portalWasTold(String status) {
    return Waiting.until(
            "status " + status + " of " + dossier + " at the portal's interface",
            SOON,
            () ->
                world.portal().ledger().read("synchronised").stream()
                    .filter(line -> dossier.equals(line.get("dossier")))
                    .toList(),
            lines -> lines.stream().anyMatch(line -> status.equals(line.get("status"))),
            lines -> lines)
        .stream()
        .filter(line -> status.equals(line.get("status")))
        .findFirst()
        .orElseThrow();
  }

  /** Step 12: the public page of the result. */
  public WebVisitor.Reply citizenOpensTheLink() {
    return world.citizen().get(publicPage);
  }

  /** The published file, as anybody may download it. */
  public byte[] publishedFile() {
    return world.citizen().get(publicPage + "/tep").bytes();
  }

  /** Step 12: a citizen uploads a file. */
  public WebVisitor.Reply citizenUploads(String name, byte[] file) {
    return upload(world.citizen(), name, file);
  }

  static WebVisitor.Reply upload(WebVisitor citizen, String name, byte[] file) {
    return citizen.submit(
        citizen.get("/kiem-tra"),
        "/kiem-tra",
        Map.of(),
        new WebVisitor.Upload("file", name, "application/pdf", file));
  }

  /** The file with one bit of its first page's content changed. */
  public static byte[] withOneByteChanged(byte[] file) {
    var changed = Arrays.copyOf(file, file.length);
    changed[changed.length / 3] ^= 1;
    return changed;
  }

  /** The status the portal is told when it asks over SOAP. */
  public JsonNode portalAsksForStatus() {
    return world.portal().status("SOAP", dossier);
  }

  public String resultId() {
    return resultId;
  }

  public String dossierPage() {
    return dossierPage;
  }

  public String publicPage() {
    return publicPage;
  }
}
