package org.dossierhub.exchange.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * What a sender signs about a message: who to whom, about which dossier, and name, size and digest
 * of every part (namespace {@code urn:dossierhub:manifest:1}, docs/protocol/manifest.xsd).
 */
public record Manifest(
    MessageId id,
    MessageKind kind,
    AgencyCode sender,
    AgencyCode recipient,
    Optional<DossierCode> dossier,
    Optional<ProcedureCode> procedure,
    Instant created,
    Classification classification,
    Optional<String> subject,
    Optional<Applicant> applicant,
    Optional<StatusNotice> status,
    List<ManifestPart> parts) {

  public Manifest {
    parts = List.copyOf(parts);
    if (kind == MessageKind.STATUS && status.isEmpty()) {
      throw new IllegalArgumentException("A STATUS message says the status");
    }
    if (parts.stream().map(ManifestPart::name).distinct().count() != parts.size()) {
      throw new IllegalArgumentException("Two parts of message " + id + " have the same name");
    }
  }

  /** A manifest without subject, applicant and status. */
  public Manifest(
      MessageId id,
      MessageKind kind,
      AgencyCode sender,
      AgencyCode recipient,
      Optional<DossierCode> dossier,
      Optional<ProcedureCode> procedure,
      Instant created,
      Classification classification,
      List<ManifestPart> parts) {
    this(
        id,
        kind,
        sender,
        recipient,
        dossier,
        procedure,
        created,
        classification,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        parts);
  }

  /**
   * The digest of the digests of all parts in their order, for finding the same content under
   * another id; absent without parts.
   */
  public Optional<Sha256> partsDigest() {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    var digests = parts.stream().map(part -> part.sha256().hex()).collect(Collectors.joining(" "));
    return Optional.of(Sha256.of(digests.getBytes(StandardCharsets.US_ASCII)));
  }
}
