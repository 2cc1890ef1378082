package org.dossierhub.exchange.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;
import org.w3c.dom.Element;

/** The manifest as XML ({@code urn:dossierhub:manifest:1}, docs/protocol/manifest.xsd). */
public final class ManifestXml {
  private static final String NAMESPACE = "urn:dossierhub:manifest:1";
  private static final StrictXml XML = new StrictXml(NAMESPACE, "manifest.xsd");

  private ManifestXml() {}

  /**
   * Reads a manifest from bytes that a signature covers, as {@code VerifiedXml.content()} returns
   * them; a manifest is never read from anything else.
   */
  public static Manifest read(byte[] content) throws MalformedXml {
    return checked(XML.read(content));
  }

  /** The same of a stored message: the schema was asked when it was accepted. */
  public static Manifest readAgain(byte[] content) throws MalformedXml {
    return checked(XML.readAgain(content));
  }

  private static Manifest checked(Element root) throws MalformedXml {
    try {
      return manifest(root);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedXml(e.getMessage(), e);
    }
  }

  private static Manifest manifest(Element root) throws MalformedXml {
    if (!"manifest".equals(root.getLocalName())) {
      throw new MalformedXml("the root is " + root.getLocalName() + ", expected manifest");
    }
    return new Manifest(
        new MessageId(XML.demanded(root, "messageId")),
        MessageKind.valueOf(XML.demanded(root, "kind")),
        new AgencyCode(XML.demanded(root, "sender")),
        new AgencyCode(XML.demanded(root, "recipient")),
        XML.text(root, "dossierCode").map(DossierCode::new),
        XML.text(root, "procedureCode").map(ProcedureCode::new),
        instant(XML.demanded(root, "created")),
        Classification.valueOf(XML.demanded(root, "classification")),
        XML.text(root, "subject"),
        applicant(XML.child(root, "applicant")),
        status(XML.child(root, "status")),
        parts(root));
  }

  private static Optional<Applicant> applicant(Optional<Element> element) throws MalformedXml {
    if (element.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Applicant(
            ApplicantKind.valueOf(XML.demanded(element.get(), "kind")),
            XML.demanded(element.get(), "name"),
            XML.text(element.get(), "number")));
  }

  private static Optional<StatusNotice> status(Optional<Element> element) throws MalformedXml {
    if (element.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StatusNotice(
            Integer.parseInt(XML.demanded(element.get(), "code").strip()),
            instant(XML.demanded(element.get(), "since")),
            XML.text(element.get(), "reason")));
  }

  private static List<ManifestPart> parts(Element root) throws MalformedXml {
    List<ManifestPart> parts = new ArrayList<>();
    for (var part : XML.children(root, "part")) {
      parts.add(
          new ManifestPart(
              XML.demanded(part, "name"),
              XML.demanded(part, "mediaType"),
              Long.parseLong(XML.demanded(part, "size").strip()),
              new Sha256(XML.demanded(part, "sha256"))));
    }
    return parts;
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text.strip()).toInstant();
  }

  /** Writes a manifest that is still to be signed. */
  public static byte[] write(Manifest manifest) {
    var out = new ByteArrayOutputStream();
    try {
      var xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("m", "manifest", NAMESPACE);
      xml.writeNamespace("m", NAMESPACE);
      write(xml, manifest);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("Writing to memory cannot fail", e);
    }
    return out.toByteArray();
  }

  private static void write(XMLStreamWriter xml, Manifest manifest) throws XMLStreamException {
    text(xml, "messageId", manifest.id().value());
    text(xml, "kind", manifest.kind().name());
    text(xml, "sender", manifest.sender().value());
    text(xml, "recipient", manifest.recipient().value());
    text(xml, "dossierCode", manifest.dossier().map(DossierCode::value));
    text(xml, "procedureCode", manifest.procedure().map(ProcedureCode::value));
    text(xml, "created", manifest.created().toString());
    text(xml, "classification", manifest.classification().name());
    text(xml, "subject", manifest.subject());
    if (manifest.applicant().isPresent()) {
      var applicant = manifest.applicant().get();
      xml.writeStartElement(NAMESPACE, "applicant");
      text(xml, "kind", applicant.kind().name());
      text(xml, "name", applicant.name());
      text(xml, "number", applicant.number());
      xml.writeEndElement();
    }
    if (manifest.status().isPresent()) {
      var status = manifest.status().get();
      xml.writeStartElement(NAMESPACE, "status");
      text(xml, "code", Integer.toString(status.code()));
      text(xml, "since", status.since().toString());
      text(xml, "reason", status.reason());
      xml.writeEndElement();
    }
    for (var part : manifest.parts()) {
      xml.writeStartElement(NAMESPACE, "part");
      text(xml, "name", part.name());
      text(xml, "mediaType", part.mediaType());
      text(xml, "size", Long.toString(part.size()));
      text(xml, "sha256", part.sha256().hex());
      xml.writeEndElement();
    }
  }

  private static void text(XMLStreamWriter xml, String name, Optional<String> text)
      throws XMLStreamException {
    if (text.isPresent()) {
      text(xml, name, text.get());
    }
  }

  private static void text(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(NAMESPACE, name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}
