package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.Classification;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.ManifestXml;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StatusNotice;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.xml.NotGenuine;
import org.dossierhub.signing.xml.SignXml;
import org.dossierhub.signing.xml.VerifiedXml;

/**
 * Sends a message of an agency whose desk is in the hub. The hub signs its manifest; what it says
 * about the dossier is the dossier's.
 */
@ApplicationScoped
public class SendMessage {
  private final SystemKey key;
  private final Agencies agencies;
  private final Inbox inbox;
  private final Payloads payloads;
  private final QueueDelivery queue;
  private final Clock clock;

  /** For the container's proxy. */
  protected SendMessage() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public SendMessage(
      SystemKey key,
      Agencies agencies,
      Inbox inbox,
      Payloads payloads,
      QueueDelivery queue,
      Clock clock) {
    this.key = key;
    this.agencies = agencies;
    this.inbox = inbox;
    this.payloads = payloads;
    this.queue = queue;
    this.clock = clock;
  }

  /** Makes and signs the message, outside any transaction; nothing is stored yet. */
  public PreparedMessage prepare(
      MessageKind kind,
      AgencyCode sender,
      AgencyCode recipient,
      Dossier dossier,
      Optional<StatusNotice> status,
      List<PartToSend> parts) {
    var manifest =
        new Manifest(
            MessageId.fresh(),
            kind,
            sender,
            recipient,
            Optional.of(dossier.code()),
            dossier.procedure(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            Classification.ORDINARY,
            Optional.of(dossier.subject()),
            dossier.applicant(),
            status,
            parts.stream().map(SendMessage::listed).toList());
    var signed = new SignXml(clock).signEnveloped(ManifestXml.write(manifest), key.token());
    return new PreparedMessage(manifest, signed, signedContent(signed), Optional.of(dossier.id()));
  }

  private static ManifestPart listed(PartToSend part) {
    return new ManifestPart(
        part.name(), part.mediaType(), part.payload().size(), part.payload().sha256());
  }

  private static byte[] signedContent(byte[] signed) {
    try {
      return VerifiedXml.read(signed).content();
    } catch (NotGenuine e) {
      throw new IllegalStateException("The hub's own signature does not hold", e);
    }
  }

  /** Stores the message and queues its delivery, in the caller's transaction. */
  public MessageId enqueue(PreparedMessage message) {
    var manifest = message.manifest();
    for (var part : manifest.parts()) {
      payloads.register(new Payload(part.sha256(), part.size()));
    }
    var reference = UUID.randomUUID();
    boolean added =
        inbox.add(
            new StoredMessage(
                reference,
                manifest,
                message.signedManifest(),
                message.content(),
                Channel.DESK,
                message.dossier(),
                clock.instant(),
                Optional.empty(),
                Optional.of(CertificateId.of(key.token().certificate()))));
    if (!added) {
      throw new IllegalStateException("Message " + manifest.id() + " was queued before");
    }
    var recipient =
        agencies
            .byCode(manifest.recipient())
            .orElseThrow(
                () -> new IllegalStateException("There is no agency " + manifest.recipient()));
    if (!recipient.hasDeskHere()) {
      queue.queue(reference, recipient, message.dossier());
    }
    return manifest.id();
  }
}
