package org.dossierhub.exchange.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceLog;
import org.dossierhub.exchange.audit.EvidenceObject;
import org.dossierhub.exchange.audit.EvidenceObjects;
import org.dossierhub.exchange.audit.HandOverEvent;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.signing.evidence.HashTree;
import org.dossierhub.signing.evidence.PackEvidence;
import org.dossierhub.signing.evidence.PackEvidence.PackedFile;

/**
 * Puts a message and everything that proves its way into one file (ASiC-E) that verifies without
 * the hub: the documents, the signed manifest, the evidence objects with what they rest on, and
 * their evidence records. Documents of more than {@value #DOCUMENTS_AT_MOST} bytes together stay
 * outside; the manifest has their digests. When the time-stamp authority or the issuers are away
 * the file is signed all the same, and whoever verifies it has to ask for revocation data.
 */
@ApplicationScoped
public class PackMessage {
  private static final Logger LOG = Correlation.logger(PackMessage.class);
  static final long DOCUMENTS_AT_MOST = 64L << 20;

  /** The media type of what is packed. */
  public static final String MEDIA_TYPE = "application/vnd.etsi.asic-e+zip";

  private final SignEvidence signEvidence;
  private final EvidenceObjects objects;
  private final EvidenceLog log;
  private final Payloads payloads;
  private final PackEvidence pack;
  private final SystemKey key;

  /** For the container's proxy. */
  protected PackMessage() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public PackMessage(
      SignEvidence signEvidence,
      EvidenceObjects objects,
      EvidenceLog log,
      Payloads payloads,
      PackEvidence pack,
      SystemKey key) {
    this.signEvidence = signEvidence;
    this.objects = objects;
    this.log = log;
    this.payloads = payloads;
    this.pack = pack;
    this.key = key;
  }

  /** What the file is to be called. */
  public static String fileName(StoredMessage message) {
    return message.manifest().sender() + "_" + message.manifest().id() + ".asice";
  }

  public byte[] pack(StoredMessage message) {
    signEvidence.signOf(message.reference());
    List<PackedFile> files = new ArrayList<>();
    files.add(new PackedFile("ban-ke.xml", message.signedManifest(), Optional.empty()));
    addDocuments(message, files);
    for (var object : objects.ofMessage(message.reference())) {
      files.add(new PackedFile(name(object), object.document(), recordOf(object)));
    }
    addWhatTheyRestOn(message, files);
    try {
      return pack.packForLater(files, key.token());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Packed without proofs for later: {0}", e.getMessage());
      return pack.pack(files, key.token());
    }
  }

  private static String name(EvidenceObject object) {
    return "chung-cu/%02d-%s.xml".formatted(object.position(), object.event());
  }

  private Optional<byte[]> recordOf(EvidenceObject object) {
    return objects
        .stampOf(object)
        .map(stamp -> HashTree.over(stamp.leaves()).record(stamp.place(), stamp.token()));
  }

  private void addDocuments(StoredMessage message, List<PackedFile> files) {
    var parts = message.manifest().parts();
    if (parts.stream().mapToLong(ManifestPart::size).sum() > DOCUMENTS_AT_MOST) {
      return;
    }
    int number = 0;
    for (var part : parts) {
      number++;
      try (var in = payloads.open(new Payload(part.sha256(), part.size()))) {
        // Numbered: two names may differ in nothing but upper and lower case.
        files.add(
            new PackedFile(
                "tai-lieu/%03d-%s".formatted(number, part.name()),
                in.readAllBytes(),
                Optional.empty()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void addWhatTheyRestOn(StoredMessage message, List<PackedFile> files) {
    int number = 0;
    for (var proof : log.ofMessage(message.reference())) {
      number++;
      boolean handOver = HandOverEvent.of(proof.kind()).isPresent();
      if (proof.document().length > 0 && handOver && proof.kind() != Evidence.Kind.RECEIPT_ISSUED) {
        files.add(
            new PackedFile(
                "can-cu/%02d-%s%s".formatted(number, proof.kind(), ending(proof.document())),
                proof.document(),
                Optional.empty()));
      }
    }
  }

  private static String ending(byte[] document) {
    return document[0] == '<' ? ".xml" : ".txt";
  }
}
