package org.dossierhub.exchange.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Reads a probe with an external entity through whichever XML parser the server hands out, set up
 * as the hub sets it up (hazard A9). If the entity is expanded the hub is not ready: a parser on
 * this class path does not honour its switches.
 */
@ApplicationScoped
public class XmlReadsNoEntities implements HealthCheck {

  @Override
  public String name() {
    return "xml";
  }

  @Override
  public Health.Part check() {
    try {
      var secret = Files.createTempFile("probe", ".txt");
      try {
        return probe(secret);
      } finally {
        Files.delete(secret);
      }
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException("The XML probe could not be run.", e);
    }
  }

  private Health.Part probe(Path secret) throws IOException, ParserConfigurationException {
    Files.writeString(secret, "expanded");
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setXIncludeAware(false);
    factory.setExpandEntityReferences(false);
    var builder = factory.newDocumentBuilder();
    builder.setErrorHandler(null);
    var probe =
        "<!DOCTYPE probe [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><probe>&x;</probe>";
    try {
      var read = builder.parse(new InputSource(new StringReader(probe)));
      return Health.Part.down(
          name(),
          read.getDocumentElement().getTextContent().contains("expanded")
              ? "The XML parser " + factory.getClass().getName() + " expands external entities."
              : "The XML parser " + factory.getClass().getName() + " accepts document types.");
    } catch (SAXException refused) {
      return Health.Part.up(name(), "Documents with a document type are refused.");
    }
  }
}
