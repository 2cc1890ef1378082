package org.dossierhub.signing.verification;

import eu.europa.esig.dss.xml.utils.DomUtils;
import java.nio.charset.StandardCharsets;

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
      read =
          DomUtils.buildDOM(PROBE.getBytes(StandardCharsets.UTF_8))
              .getDocumentElement()
              .getTextContent();
    } catch (RuntimeException refused) {
      return; // the parser refuses a DTD, as it should
    }
    throw new IllegalStateException(
        "The XML parser accepts a DTD (probe read as \""
            + read
            + "\"). Another XML parser has taken the place of the JDK's; remove it from the class path.");
  }
}
