package org.dossierhub.signing.verification;

import eu.europa.esig.dss.xml.utils.DomUtils;
import java.io.IOException;
import java.io.StringReader;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Proves at start that the XML parser behind the verification expands no entity and reads no DTD. A
 * switch that a parser silently ignores would open every file of the server to whoever sends an XML
 * signature.
 */
public final class XmlSafety {
  private static final String PROBE =
      "<?xml version=\"1.0\"?><!DOCTYPE probe [<!ENTITY inside \"expanded\">]><probe>&inside;</probe>";

  private XmlSafety() {}

  /**
   * Parses a probe with an entity in it. IllegalStateException when the probe is expanded: the
   * program must not start.
   */
  public static void probe() {
    String read;
    try {
      var parser = DomUtils.getSecureDocumentBuilderFactory().newDocumentBuilder();
      parser.setErrorHandler(new DefaultHandler()); // says nothing on the console
      var source = new InputSource(new StringReader(PROBE));
      read = parser.parse(source).getDocumentElement().getTextContent();
    } catch (SAXException refused) {
      return; // the parser refuses a DTD, as it should
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException("The XML parser cannot be tested", e);
    }
    throw new IllegalStateException(
        "The XML parser accepts a DTD (probe read as \""
            + read
            + "\"). Another XML parser has taken the place of the JDK's; remove it from the class path.");
  }
}
