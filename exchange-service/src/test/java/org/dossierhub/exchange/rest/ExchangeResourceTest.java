package org.dossierhub.exchange.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.delivery.AcceptRemoteReceipt;
import org.dossierhub.exchange.delivery.AcknowledgeDelivery;
import org.dossierhub.exchange.delivery.EndDelivery;
import org.dossierhub.exchange.delivery.HandOutMessages;
import org.dossierhub.exchange.delivery.SignedByAgency;
import org.dossierhub.exchange.delivery.WakeLane;
import org.dossierhub.exchange.delivery.WithdrawMessage;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.intake.Letter;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.protocol.AcknowledgeResponse;
import org.dossierhub.exchange.protocol.DeliveryEnd;
import org.dossierhub.exchange.protocol.FetchResponse;
import org.dossierhub.exchange.protocol.HandOutWaiting;
import org.dossierhub.exchange.protocol.HandOverPart;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.exchange.protocol.Part;
import org.dossierhub.exchange.protocol.PublishedResult;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.RepeatReceipt;
import org.dossierhub.exchange.protocol.ResultState;
import org.dossierhub.exchange.protocol.StatusEvent;
import org.dossierhub.exchange.protocol.StatusResponse;
import org.dossierhub.exchange.protocol.TakeAcknowledgement;
import org.dossierhub.exchange.protocol.TakeMessage;
import org.dossierhub.exchange.protocol.TakeWithdrawal;
import org.dossierhub.exchange.protocol.WaitingMessage;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.protocol.WithdrawResponse;
import org.dossierhub.exchange.protocol.WithdrawnMessage;
import org.dossierhub.exchange.receipt.IssueReceipt;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.xml.SignXml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agency that exchanges over REST: a real hub without a server, from certificate to answer. */
class ExchangeResourceTest {
  private static final Path SAMPLES = Path.of("../docs/protocol/samples");
  private static final String TYPE = "multipart/form-data; boundary=b7e1";

  @TempDir Path folder;
  private HubWorld world;

  @BeforeEach
  void a_commune_that_fetches() {
    world = new HubWorld(folder);
    var commune = world.agencies.byCode(HubWorld.COMMUNE).orElseThrow();
    world.agencies.change(
        new Agency(
            commune.code(),
            commune.name(),
            Channel.PULL,
            Optional.empty(),
            commune.registeredAt(),
            Optional.empty()));
  }

  // ---- who is there

  @Test
  void whoever_shows_no_registered_certificate_is_turned_away_before_a_byte_is_read() {
    turnedAway(new X509Certificate[0], "came without a certificate");
    turnedAway(chain("impostor"), "is not registered for any agency now: ");
    assertThat(gate(chain("portal-g99-01"), connection(chain("portal-g99-01")))).isEmpty();
  }

  private void turnedAway(X509Certificate[] shown, String why) {
    var refused = gate(shown, connection(shown)).orElseThrow();
    assertThat(refused.getStatus()).isEqualTo(403);
    assertThat(json(refused).getString("code")).isEqualTo("NOT_AUTHENTICATED");
    assertThat(json(refused).getString("reasonEn")).contains(why);
  }

  // ---- sending

  @Test
  void a_message_gets_its_receipt_and_a_repeat_the_same_bytes() throws Exception {
    var letter = world.letter().about("H99.08-261120-0001").part("Đơn.pdf", "đơn");
    var form = form(letter.signed(), Map.of("Đơn.pdf", "đơn"));

    var first = as("portal-g99-01").submit(TYPE, stream(form));
    var again = as("portal-g99-01").submit(TYPE, stream(form));

    assertThat(first.getMediaType().toString()).isEqualTo("application/xml");
    assertThat((byte[]) first.getEntity()).isEqualTo((byte[]) again.getEntity());
    assertThat((byte[]) as("portal-g99-01").receipt(letter.id().value()).getEntity())
        .isEqualTo((byte[]) first.getEntity());
    assertThat(first.getHeaderString("X-SHA-256"))
        .isEqualTo(Sha256.of((byte[]) first.getEntity()).hex());
    assertThat(world.inbox.find(HubWorld.PORTAL, letter.id())).isPresent();
  }

  @Test
  void the_refusals_are_those_of_the_contract_with_their_evidence() throws Exception {
    var letter = world.letter().about("H99.08-261120-0002").part("Đơn.pdf", "đơn");
    refused(422, "MANIFEST_MISMATCH", () -> submit("portal-g99-01", letter, Map.of()));
    refused(
        422, "MANIFEST_MISMATCH", () -> submit("portal-g99-01", letter, Map.of("Đơn.pdf", "khác")));
    refused(
        422, "MANIFEST_MISMATCH", () -> submit("portal-g99-01", letter, Map.of("khác.pdf", "đơn")));
    refused(
        403, "NOT_AUTHENTICATED", () -> submit("agency-h99-151", letter, Map.of("Đơn.pdf", "đơn")));
    refused(400, "MALFORMED", () -> as("portal-g99-01").submit("text/plain", stream(new byte[0])));
    refused(
        400, "MALFORMED", () -> as("portal-g99-01").submit(TYPE, stream("--b7e1--".getBytes())));

    submit("portal-g99-01", letter, Map.of("Đơn.pdf", "đơn"));
    var other =
        world.letter().id(letter.id()).about("H99.08-261120-0003").part("Đơn.pdf", "khác hẳn");
    var reused =
        refused(
            409, "ID_REUSED", () -> submit("portal-g99-01", other, Map.of("Đơn.pdf", "khác hẳn")));
    assertThat(new String(Base64.getDecoder().decode(reused.getString("evidence"))))
        .contains("ID_REUSED", "Signature");
  }

  @Test
  void a_line_that_breaks_or_crawls_decides_nothing() throws Exception {
    var letter = world.letter().about("H99.08-261120-0004").part("Đơn.pdf", "đơn");
    var form = form(letter.signed(), Map.of("Đơn.pdf", "đơn"));
    for (int cut : new int[] {10, form.length / 2, form.length - 12}) {
      var answer =
          refused(
              503,
              "TRY_AGAIN_LATER",
              () -> as("portal-g99-01").submit(TYPE, stream(java.util.Arrays.copyOf(form, cut))));
      assertThat(answer.getInt("retryAfterSeconds")).isPositive();
    }
    var slow =
        new InputStream() {
          @Override
          public int read() {
            throw new TryAgainLater("too slowly");
          }
        };
    refused(503, "TRY_AGAIN_LATER", () -> as("portal-g99-01").submit(TYPE, slow));

    assertThat(world.inbox.find(HubWorld.PORTAL, letter.id())).isEmpty();
    assertThat(as("portal-g99-01").submit(TYPE, stream(form)).getStatus()).isEqualTo(200);
  }

  @Test
  void the_sample_is_a_form_the_hub_reads() throws Exception {
    var lines = Files.readString(SAMPLES.resolve("rest-submit.txt")).replace("\n", "\r\n");
    int body = lines.indexOf("\r\n\r\n") + 4;
    var form =
        MultipartForm.of(
            stream(lines.substring(body).getBytes(StandardCharsets.UTF_8)),
            lines.lines().filter(line -> line.startsWith("Content-Type: ")).findFirst().get());

    assertThat(form.next().orElseThrow().name()).isEqualTo("manifest");
    var part = form.next().orElseThrow();
    assertThat(part.fileName()).contains("Đơn đề nghị.txt");
    assertThat(new String(part.content().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("Đơn đề nghị cấp giấy phép");
    assertThat(form.next()).isEmpty();
  }

  // ---- receiving

  @Test
  void what_waits_is_fetched_part_by_part_and_acknowledged() throws Exception {
    var letter = toCommune("H99.151-261120-0001");
    var batch = UUID.randomUUID().toString();

    var fetched = read(as("agency-h99-151").fetch(batch, "5", null));
    assertThat(read(as("agency-h99-151").fetch(batch, "5", "300"))).isEqualTo(fetched);
    var message = fetched.getJsonArray("messages").getJsonObject(0);
    assertThat(message.getString("messageId")).isEqualTo(letter.id().value());
    assertThat(Base64.getDecoder().decode(message.getString("manifest")))
        .isEqualTo(stored(letter).signedManifest());
    var name = message.getJsonArray("parts").getJsonObject(0).getString("name");

    var part = as("agency-h99-151").part(letter.id().value(), "G99.01", name);
    assertThat(((InputStream) part.getEntity()).readAllBytes())
        .isEqualTo("đơn".getBytes(StandardCharsets.UTF_8));
    assertThat(part.getHeaderString("X-SHA-256"))
        .isEqualTo(Sha256.of("đơn".getBytes(StandardCharsets.UTF_8)).hex());
    refused(
        404,
        "UNKNOWN_MESSAGE",
        () -> as("agency-h99-21").part(letter.id().value(), "G99.01", name));

    var ended = read(as("agency-h99-151").acknowledge(stream(receipt(letter, "agency-h99-151"))));
    assertThat(ended.getString("end")).isEqualTo("DELIVERED");
    refused(
        422,
        "RECEIPT_NOT_GENUINE",
        () -> as("agency-h99-21").acknowledge(stream(receipt(letter, "agency-h99-151"))));
    refused(
        409, "ALREADY_DELIVERED", () -> as("portal-g99-01").withdraw(stream(withdrawal(letter))));
  }

  @Test
  void a_recipient_refuses_and_a_sender_takes_back() throws Exception {
    var refusedLetter = toCommune("H99.151-261120-0002");
    var body =
        Files.readString(SAMPLES.resolve("rest-refuse.json"))
            .replaceFirst("[0-9a-f]{8}-[0-9a-f-]{27}", refusedLetter.id().value());
    assertThat(
            read(as("agency-h99-151").refuse(stream(body.getBytes(StandardCharsets.UTF_8))))
                .getString("end"))
        .isEqualTo("REFUSED");

    var back = toCommune("H99.151-261120-0003");
    var withdrawn = read(as("portal-g99-01").withdraw(stream(withdrawal(back))));
    assertThat(withdrawn.getString("messageId")).isEqualTo(back.id().value());
    assertThat(withdrawn.getBoolean("handedOut")).isFalse();
    refused(
        413, "LIMIT_EXCEEDED", () -> as("portal-g99-01").withdraw(stream(new byte[(1 << 20) + 1])));
  }

  @Test
  void a_query_that_is_no_number_is_malformed_and_others_may_not_fetch() {
    refused(
        400,
        "MALFORMED",
        () -> as("agency-h99-151").fetch(UUID.randomUUID().toString(), "x", null));
    refused(400, "MALFORMED", () -> as("agency-h99-151").fetch("x", null, null));
    refused(
        422,
        "NOT_OFFERED",
        () -> as("portal-g99-01").fetch(UUID.randomUUID().toString(), null, null));
  }

  // ---- the samples and the table of statuses

  @Test
  void answers_are_written_as_the_samples_show() throws Exception {
    var id = "6f1d0c0e-52c4-4b57-9d4e-0f6f0a1c2b3d";
    var at = Instant.parse("2026-11-22T05:00:00Z");
    var acknowledged = new AcknowledgeResponse();
    acknowledged.setSender("G99.01");
    acknowledged.setMessageId(id);
    acknowledged.setEnd(DeliveryEnd.DELIVERED);
    acknowledged.setAt(at);
    assertThat(read(ExchangeJson.write(acknowledged))).isEqualTo(sample("rest-acknowledged.json"));

    var withdrawn = new WithdrawResponse();
    withdrawn.setMessageId(id);
    withdrawn.setWithdrawnAt(at);
    assertThat(read(ExchangeJson.write(withdrawn))).isEqualTo(sample("rest-withdrawn.json"));

    var fetch = sample("rest-fetch.json");
    var waiting = new WaitingMessage();
    waiting.setSender("G99.01");
    waiting.setMessageId(id);
    waiting.setManifest(bytes(fetch.getJsonArray("messages").getJsonObject(0), "manifest"));
    waiting.setLeasedUntil(Instant.parse("2026-11-22T05:05:00Z"));
    var part = new Part();
    part.setName("Đơn đề nghị.txt");
    part.setMediaType("text/plain");
    waiting.getPart().add(part);
    var back = new WithdrawnMessage();
    back.setSender("G99.01");
    back.setMessageId("0b9c2f5e-7d0a-4a55-8a57-3f1f2f0d9c11");
    back.setWithdrawal(bytes(fetch.getJsonArray("withdrawn").getJsonObject(0), "withdrawal"));
    var handedOut = new FetchResponse();
    handedOut.getMessage().add(waiting);
    handedOut.getWithdrawn().add(back);
    handedOut.setWaiting(3);
    assertThat(read(ExchangeJson.write(handedOut))).isEqualTo(fetch);

    var event = new StatusEvent();
    event.setStatus(1);
    event.setLabel("Mới đăng ký");
    event.setAt(Instant.parse("2026-11-20T01:00:00Z"));
    event.setNote("nộp trực tuyến");
    var result = new PublishedResult();
    result.setResultId("6a0fb1b2-3a0e-4c34-9a4d-51a0f6d2b7c8");
    result.setTitle("Quyết định cấp giấy phép xây dựng (hư cấu)");
    result.setSha256("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    result.setPublicUrl("https://hub.example/ket-qua/abc");
    result.setState(ResultState.PUBLISHED);
    var status = new StatusResponse();
    status.setDossierCode("H99.08-261122-0001");
    status.setStatus(10);
    status.setLabel("Đã trả kết quả");
    status.setSince(at);
    status.getHistory().add(event);
    status.getResult().add(result);
    assertThat(read(ExchangeJson.write(status))).isEqualTo(sample("rest-status.json"));

    var sample = sample("rest-refusal.json");
    var refusal =
        Refusals.of(RejectionReason.MANIFEST_MISMATCH, "part \"Đơn đề nghị.txt\" is missing")
            .getFaultInfo();
    refusal.setEvidence(bytes(sample, "evidence"));
    assertThat(json(RefusalJson.answer(refusal))).isEqualTo(sample);
  }

  @Test
  void every_code_of_the_contract_has_a_status() {
    for (var reason : RejectionReason.values()) {
      assertThat(RefusalJson.status(reason.code())).isBetween(400, 422);
    }
    for (var reason : WireRefusal.values()) {
      assertThat(RefusalJson.status(reason.code())).isBetween(400, 503);
    }
  }

  // ---- the world

  private interface Attempt {
    Object make() throws Exception;
  }

  /** What the exception becomes in the one place where answers are made. */
  private JsonObject refused(int status, String code, Attempt attempt) {
    var answer = new AtomicReference<Response>();
    assertThatThrownBy(attempt::make)
        .isInstanceOfSatisfying(
            RefusalFault.class, fault -> answer.set(new Problems().toResponse(fault)));
    var json = json(answer.get());
    assertThat(json.getString("code")).isEqualTo(code);
    assertThat(answer.get().getStatus()).isEqualTo(status);
    assertThat(json.getString("reasonVi")).isNotBlank();
    assertThat(json.getString("reasonEn")).isNotBlank();
    return json;
  }

  private Object submit(String identity, Letter letter, Map<String, String> parts)
      throws Exception {
    return as(identity).submit(TYPE, stream(form(letter.signed(), parts)));
  }

  private Letter toCommune(String dossier) throws Exception {
    var letter = world.letter().to(HubWorld.COMMUNE).about(dossier).part("Đơn.txt", "đơn");
    submit("portal-g99-01", letter, Map.of("Đơn.txt", "đơn"));
    return letter;
  }

  private org.dossierhub.exchange.message.StoredMessage stored(Letter letter) {
    return world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
  }

  private byte[] receipt(Letter letter, String signer) {
    return new IssueReceipt(
            new SystemKey(world.token(signer)), new AgencyCode("H99.151"), world.clock)
        .accepting(
            stored(letter).manifest(),
            stored(letter).signedManifest(),
            Optional.empty(),
            Instant.now())
        .document();
  }

  private byte[] withdrawal(Letter letter) {
    var text =
        """
        <r:withdrawal xmlns:r="urn:dossierhub:receipt:1"><r:messageId>%s</r:messageId><r:sender>G99.01</r:sender>\
        <r:manifestSha256>%s</r:manifestSha256><r:reason>Gửi nhầm</r:reason>\
        <r:withdrawnAt>2026-11-22T09:01:38+07:00</r:withdrawnAt></r:withdrawal>"""
            .formatted(letter.id(), Sha256.of(stored(letter).signedManifest()).hex());
    return new SignXml(world.clock)
        .signEnveloped(text.getBytes(StandardCharsets.UTF_8), world.token("portal-g99-01"));
  }

  /** The resource as a caller with this certificate reaches it. */
  private ExchangeResource as(String identity) {
    var connection = connection(chain(identity));
    assertThat(gate(chain(identity), connection)).as(identity).isEmpty();
    var resource = new ExchangeResource();
    resource.request = connection;
    resource.take = new TakeMessage(world.receiveDossier);
    resource.repeat = new RepeatReceipt(world.inbox);
    resource.handOverPart =
        new HandOverPart(world.inbox, world.payloads, world.agencies, world.clock);
    resource.waiting =
        new HandOutWaiting(
            new HandOutMessages(
                world.deliveries,
                world.inbox,
                world.agencies,
                world.evidence,
                world.transactions,
                world.clock),
            world.agencies,
            world.payloads);
    var signed = new SignedByAgency(world.agencies, world.clock);
    resource.acknowledgement =
        new TakeAcknowledgement(
            new AcknowledgeDelivery(
                world.deliveries,
                world.inbox,
                world.agencies,
                new AcceptRemoteReceipt(signed),
                new EndDelivery(
                    world.deliveries,
                    world.dossiers,
                    world.evidence,
                    world.audit,
                    world.outbox,
                    world.transactions,
                    world.clock),
                world.clock));
    resource.takeWithdrawal =
        new TakeWithdrawal(
            new WithdrawMessage(
                signed,
                world.inbox,
                world.deliveries,
                world.agencies,
                world.dossiers,
                world.evidence,
                world.audit,
                world.outbox,
                world.transactions,
                world.clock),
            world.inbox);
    return resource;
  }

  private X509Certificate[] chain(String identity) {
    return new X509Certificate[] {world.pki.identity(identity).certificate()};
  }

  private Optional<Response> gate(X509Certificate[] shown, HttpServletRequest connection) {
    var gate = new AgenciesOnly();
    gate.known = new KnownCertificates(world.agencies, world.clock);
    gate.wake = new WakeLane(world.outbox, world.clock);
    gate.connection = connection;
    var answer = new AtomicReference<Response>();
    gate.filter(
        (ContainerRequestContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ContainerRequestContext.class},
                (proxy, method, arguments) -> {
                  switch (method.getName()) {
                    case "abortWith" -> answer.set((Response) arguments[0]);
                    case "getEntityStream" -> {
                      return InputStream.nullInputStream();
                    }
                    case "setEntityStream" -> {}
                    default -> throw new IllegalStateException(method.toString());
                  }
                  return null;
                }));
    return Optional.ofNullable(answer.get());
  }

  private static HttpServletRequest connection(X509Certificate[] shown) {
    var attributes = new HashMap<String, Object>();
    attributes.put("jakarta.servlet.request.X509Certificate", shown);
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ExchangeResourceTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getAttribute" -> attributes.get(arguments[0]);
                  case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                  default -> throw new IllegalStateException(method.toString());
                });
  }

  private static byte[] form(byte[] manifest, Map<String, String> parts) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write("--b7e1\r\nContent-Disposition: form-data; name=\"manifest\"\r\n\r\n".getBytes());
    out.write(manifest);
    for (var part : parts.entrySet()) {
      out.write(
          ("\r\n--b7e1\r\nContent-Disposition: form-data; name=\"part\"; filename=\""
                  + part.getKey()
                  + "\"\r\n\r\n"
                  + part.getValue())
              .getBytes(StandardCharsets.UTF_8));
    }
    out.write("\r\n--b7e1--\r\n".getBytes());
    return out.toByteArray();
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] bytes(JsonObject json, String member) {
    return Base64.getDecoder().decode(json.getString(member));
  }

  private static JsonObject json(Response response) {
    return read((String) response.getEntity());
  }

  private static JsonObject read(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static JsonObject sample(String name) throws IOException {
    return read(Files.readString(SAMPLES.resolve(name)));
  }
}
