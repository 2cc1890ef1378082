package org.dossierhub.client;

import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;

/** The manifest of a message (docs/protocol/manifest.xsd), as far as this side works with it. */
record Manifest(
    String id,
    String kind,
    AgencyCode sender,
    AgencyCode recipient,
    Optional<DossierCode> dossier,
    Optional<ProcedureCode> procedure,
    Instant created,
    Optional<String> subject,
    Optional<String> applicant,
    List<Manifest.Part> parts) {
  static final String NAMESPACE = "urn:dossierhub:manifest:1";
  static final int PARTS_AT_MOST = 500;
  static final long PART_AT_MOST = 1L << 30;
  static final int SIGNED_AT_MOST = 1 << 20;

  private static final String MESSAGE_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final int LONGEST_NAME = 200;

  /** One line of it. */
  record Part(String name, String mediaType, long size, Sha256 sha256) {
    Part {
      expectName(name);
    }
  }

  Manifest {
    expectMessageId(id);
    parts = List.copyOf(parts);
    var names = new HashSet<String>();
    for (var part : parts) {
      if (!names.add(part.name())) {
        throw new IllegalArgumentException("Two files have the name " + part.name());
      }
    }
    if (parts.size() > PARTS_AT_MOST) {
      throw new IllegalArgumentException("More than " + PARTS_AT_MOST + " files: " + parts.size());
    }
  }

  static void expectMessageId(String id) {
    if (!id.matches(MESSAGE_ID)) {
      throw new IllegalArgumentException("Not a message id (UUID in lower case): " + id);
    }
  }

  /** The same rule as at the hub: a name no file system, header or page can misunderstand. */
  private static void expectName(String name) {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.equals(".")
        || name.equals("..")
        || !Normalizer.isNormalized(name, Normalizer.Form.NFC)
        || name.contains("%22") // in a form it stands for a quotation mark
        || !name.matches("[^/\\\\:\\p{Cc}\\p{Cf}]+")) {
      throw new IllegalArgumentException(
          "Not the name of a part: " + name.replaceAll("[\\p{Cc}\\p{Cf}]", "?"));
    }
  }

  /**
   * From what a signature covers.
   *
   * @throws NotBelieved it is no manifest
   */
  static Manifest read(Content content) throws NotBelieved {
    try {
      var parts = new ArrayList<Part>();
      for (var part : content.children("part")) {
        parts.add(
            new Part(
                part.text("name"),
                part.text("mediaType"),
                part.number("size"),
                new Sha256(part.text("sha256"))));
      }
      return new Manifest(
          content.text("messageId"),
          content.text("kind"),
          new AgencyCode(content.text("sender")),
          new AgencyCode(content.text("recipient")),
          content.optional("dossierCode").map(DossierCode::new),
          content.optional("procedureCode").map(ProcedureCode::new),
          content.instant("created"),
          content.optional("subject"),
          content.children("applicant").stream()
              .findFirst()
              .flatMap(applicant -> applicant.optional("name")),
          parts);
    } catch (IllegalArgumentException e) {
      throw new NotBelieved("Bản kê không đúng dạng", "The manifest is malformed", e);
    }
  }

  /** Before it is signed. */
  byte[] xml() {
    return UnsignedXml.document(
        NAMESPACE,
        "manifest",
        xml -> {
          xml.text("messageId", id);
          xml.text("kind", kind);
          xml.text("sender", sender.value());
          xml.text("recipient", recipient.value());
          xml.text("dossierCode", dossier.map(DossierCode::value));
          xml.text("procedureCode", procedure.map(ProcedureCode::value));
          xml.text("created", created.toString());
          xml.text("classification", "ORDINARY");
          xml.text("subject", subject);
          if (applicant.isPresent()) {
            xml.element(
                "applicant",
                inside -> {
                  inside.text("kind", "CITIZEN");
                  inside.text("name", applicant.get());
                });
          }
          for (var part : parts) {
            xml.element(
                "part",
                inside -> {
                  inside.text("name", part.name());
                  inside.text("mediaType", part.mediaType());
                  inside.text("size", Long.toString(part.size()));
                  inside.text("sha256", part.sha256().hex());
                });
          }
        });
  }

  /** This agency's receipt for a message that lies on its disk (receipt.xsd), to be signed. */
  byte[] receiptXml(Sha256 signedManifest, Instant receivedAt, AgencyCode issuer) {
    return UnsignedXml.document(
        UnsignedXml.RECEIPT,
        "receipt",
        xml -> {
          xml.text("messageId", id);
          xml.text("kind", kind);
          xml.text("sender", sender.value());
          xml.text("recipient", recipient.value());
          xml.text("dossierCode", dossier.map(DossierCode::value));
          xml.text("manifestSha256", signedManifest.hex());
          for (var part : parts) {
            xml.element(
                "part",
                inside -> {
                  inside.text("name", part.name());
                  inside.text("size", Long.toString(part.size()));
                  inside.text("sha256", part.sha256().hex());
                });
          }
          xml.text("receivedAt", receivedAt.toString());
          xml.text("issuer", issuer.value());
        });
  }

  /** The sender takes its message back (receipt.xsd), to be signed. */
  byte[] withdrawalXml(Sha256 signedManifest, String reason, Instant at) {
    return UnsignedXml.document(
        UnsignedXml.RECEIPT,
        "withdrawal",
        xml -> {
          xml.text("messageId", id);
          xml.text("sender", sender.value());
          xml.text("manifestSha256", signedManifest.hex());
          xml.text("reason", reason);
          xml.text("withdrawnAt", at.toString());
        });
  }

  /** Whether another message would say the same to the same agency. */
  boolean saysTheSameAs(Manifest other) {
    return kind.equals(other.kind)
        && sender.equals(other.sender)
        && recipient.equals(other.recipient)
        && dossier.equals(other.dossier)
        && procedure.equals(other.procedure)
        && subject.equals(other.subject)
        && applicant.equals(other.applicant)
        && parts.equals(other.parts);
  }
}
