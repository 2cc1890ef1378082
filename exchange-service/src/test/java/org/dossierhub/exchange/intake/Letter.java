package org.dossierhub.exchange.intake;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dossierhub.exchange.message.Applicant;
import org.dossierhub.exchange.message.ApplicantKind;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.Classification;
import org.dossierhub.exchange.message.IncomingMessage;
import org.dossierhub.exchange.message.IncomingPart;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.ManifestXml;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.PartSource;
import org.dossierhub.exchange.message.StatusNotice;
import org.dossierhub.exchange.receipt.Receipt;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.xml.SignXml;

/** A message as a sender makes it, good in every respect until a test says otherwise. */
public final class Letter {
  private final HubWorld world;
  private MessageId id = MessageId.fresh();
  private MessageKind kind = MessageKind.DOSSIER;
  private AgencyCode sender = HubWorld.PORTAL;
  private AgencyCode recipient = HubWorld.HOME;
  private Optional<DossierCode> dossier = Optional.empty();
  private Optional<ProcedureCode> procedure = Optional.of(HubWorld.PROCEDURE);
  private Classification classification = Classification.ORDINARY;
  private Optional<StatusNotice> status = Optional.empty();
  private String signer = "portal-g99-01";
  private Optional<String> connection = Optional.empty();
  private final Map<String, byte[]> listed = new LinkedHashMap<>();
  private Map<String, byte[]> sent;
  private Instant created = Instant.parse("2026-11-20T01:00:00Z");

  Letter(HubWorld world) {
    this.world = world;
  }

  public Letter id(MessageId id) {
    this.id = id;
    return this;
  }

  public Letter from(AgencyCode sender, String signer) {
    this.sender = sender;
    this.signer = signer;
    return this;
  }

  public Letter signedBy(String signer) {
    this.signer = signer;
    return this;
  }

  /** The certificate of the connection, when it is not the signer's. */
  public Letter connectedAs(String identity) {
    this.connection = Optional.of(identity);
    return this;
  }

  public Letter to(AgencyCode recipient) {
    this.recipient = recipient;
    return this;
  }

  public Letter about(String code) {
    this.dossier = Optional.of(new DossierCode(code));
    return this;
  }

  /** What the sender says about when it was made. */
  public Letter made(Instant created) {
    this.created = created;
    return this;
  }

  public Letter procedure(String code) {
    this.procedure = Optional.of(new ProcedureCode(code));
    return this;
  }

  public Letter classified(Classification classification) {
    this.classification = classification;
    return this;
  }

  public Letter status(int code, String reason) {
    this.kind = MessageKind.STATUS;
    this.status = Optional.of(new StatusNotice(code, created, Optional.ofNullable(reason)));
    return this;
  }

  public Letter part(String name, byte[] content) {
    listed.put(name, content);
    return this;
  }

  public Letter part(String name, String content) {
    return part(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** What really arrives, when it is not what the manifest lists. */
  public Letter arriving(Map<String, byte[]> sent) {
    this.sent = new LinkedHashMap<>(sent);
    return this;
  }

  public MessageId id() {
    return id;
  }

  public Manifest manifest() {
    return new Manifest(
        id,
        kind,
        sender,
        recipient,
        dossier,
        procedure,
        created,
        classification,
        Optional.of("Đề nghị cấp giấy phép xây dựng nhà ở riêng lẻ"),
        Optional.of(
            new Applicant(
                ApplicantKind.CITIZEN, "Phạm Thị Hồng Nhung", Optional.of("099190000123"))),
        status,
        listed.entrySet().stream()
            .map(
                part ->
                    new ManifestPart(
                        part.getKey(),
                        "application/pdf",
                        part.getValue().length,
                        Sha256.of(part.getValue())))
            .toList());
  }

  public byte[] signed() {
    return new SignXml(world.clock)
        .signEnveloped(ManifestXml.write(manifest()), world.token(signer));
  }

  public IncomingMessage incoming() {
    return incoming(signed(), parts());
  }

  public IncomingMessage incoming(byte[] manifest, PartSource parts) {
    return new IncomingMessage(
        Channel.SOAP,
        Optional.of(CertificateId.of(world.token(connection.orElse(signer)).certificate())),
        manifest,
        parts);
  }

  public PartSource parts() {
    List<IncomingPart> parts = new ArrayList<>();
    (sent == null ? listed : sent)
        .forEach((name, content) -> parts.add(new IncomingPart(name, stream(content))));
    return PartSource.of(parts);
  }

  private static InputStream stream(byte[] content) {
    return new ByteArrayInputStream(content);
  }

  public Receipt receive() throws DossierRejected {
    return world.receiveDossier.receive(incoming());
  }
}
