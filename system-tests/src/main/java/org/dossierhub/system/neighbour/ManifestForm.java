package org.dossierhub.system.neighbour;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The manifest and the receipt as the schemas of {@code docs/protocol} want them; empty text means
 * that an element is absent.
 */
public record ManifestForm(
    String id,
    String kind,
    String sender,
    String recipient,
    String dossier,
    String procedure,
    String created,
    String subject,
    String applicant,
    List<ManifestForm.PartLine> parts) {
  private static final String MANIFEST = "urn:dossierhub:manifest:1";
  private static final String RECEIPT = "urn:dossierhub:receipt:1";

  /** One line of the manifest. */
  public record PartLine(String name, String mediaType, long size, String sha256) {
    static PartLine of(String name, String mediaType, Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        var digest = MessageDigest.getInstance("SHA-256");
        var buffer = new byte[65_536];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
        return new PartLine(
            name, mediaType, Files.size(file), HexFormat.of().formatHex(digest.digest()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Before it is sealed. */
  public byte[] xml() {
    return write(
        MANIFEST,
        "manifest",
        xml -> {
          text(xml, "messageId", id);
          text(xml, "kind", kind);
          text(xml, "sender", sender);
          text(xml, "recipient", recipient);
          text(xml, "dossierCode", dossier);
          text(xml, "procedureCode", procedure);
          text(xml, "created", created);
          text(xml, "classification", "ORDINARY");
          text(xml, "subject", subject);
          if (!applicant.isEmpty()) {
            xml.writeStartElement("applicant");
            text(xml, "kind", "CITIZEN");
            text(xml, "name", applicant);
            xml.writeEndElement();
          }
          for (PartLine part : parts) {
            xml.writeStartElement("part");
            text(xml, "name", part.name());
            text(xml, "mediaType", part.mediaType());
            text(xml, "size", Long.toString(part.size()));
            text(xml, "sha256", part.sha256());
            xml.writeEndElement();
          }
        });
  }

  /** The receipt for a message, before it is sealed. */
  public static byte[] receipt(ManifestForm manifest, byte[] signedManifest, String issuer) {
    return write(
        RECEIPT,
        "receipt",
        xml -> {
          text(xml, "messageId", manifest.id());
          text(xml, "kind", manifest.kind());
          text(xml, "sender", manifest.sender());
          text(xml, "recipient", manifest.recipient());
          text(xml, "dossierCode", manifest.dossier());
          text(xml, "manifestSha256", sha256(signedManifest));
          for (PartLine part : manifest.parts()) {
            xml.writeStartElement("part");
            text(xml, "name", part.name());
            text(xml, "size", Long.toString(part.size()));
            text(xml, "sha256", part.sha256());
            xml.writeEndElement();
          }
          text(xml, "receivedAt", Instant.now().toString());
          text(xml, "issuer", issuer);
        });
  }

  private interface Body {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  private static byte[] write(String namespace, String root, Body body) {
    try {
      var out = new ByteArrayOutputStream();
      var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement(root);
      xml.writeDefaultNamespace(namespace);
      body.write(xml);
      xml.writeEndElement();
      xml.close();
      return out.toByteArray();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void text(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    if (!text.isEmpty()) {
      xml.writeStartElement(name);
      xml.writeCharacters(text);
      xml.writeEndElement();
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a sealed or unsealed manifest says; its seal is somebody else's question. */
  public static ManifestForm read(byte[] signed) throws IOException {
    try {
      var builders = DocumentBuilderFactory.newDefaultInstance();
      builders.setNamespaceAware(true);
      builders.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var root =
          builders
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(signed))
              .getDocumentElement();
      var parts = new ArrayList<PartLine>();
      var elements = root.getElementsByTagNameNS(MANIFEST, "part");
      for (int i = 0; i < elements.getLength(); i++) {
        var part = (Element) elements.item(i);
        parts.add(
            new PartLine(
                value(part, "name"),
                value(part, "mediaType"),
                Long.parseLong(value(part, "size")),
                value(part, "sha256")));
      }
      return new ManifestForm(
          value(root, "messageId"),
          value(root, "kind"),
          value(root, "sender"),
          value(root, "recipient"),
          value(root, "dossierCode"),
          value(root, "procedureCode"),
          value(root, "created"),
          value(root, "subject"),
          "",
          parts);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Not a manifest", e);
    }
  }

  private static String value(Element parent, String name) {
    for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && name.equals(element.getLocalName())) {
        return element.getTextContent();
      }
    }
    return "";
  }
}
