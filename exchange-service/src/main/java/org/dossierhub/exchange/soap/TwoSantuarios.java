package org.dossierhub.exchange.soap;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.xml.security.signature.XMLSignature;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;
import org.dossierhub.signing.xml.VerifiedXml;

/**
 * Whether WS-Security and the signing core each have the Santuario they were built for
 * (docs/decisions: two class loaders). Mixed up, one of them fails in the middle of a signature, or
 * worse, does not.
 */
@ApplicationScoped
public class TwoSantuarios implements HealthCheck {

  @Override
  public String name() {
    return "xml-security";
  }

  @Override
  public Health.Part check() {
    var ours = source(XMLSignature.class);
    try {
      var theirs =
          source(
              Class.forName(
                  XMLSignature.class.getName(), false, VerifiedXml.class.getClassLoader()));
      return ours.startsWith("xmlsec-4.") && theirs.startsWith("xmlsec-3.")
          ? Health.Part.up(name(), "WS-Security has " + ours + ", the signing core " + theirs + ".")
          : Health.Part.down(
              name(), "WS-Security has " + ours + ", the signing core " + theirs + ".");
    } catch (ClassNotFoundException e) {
      return Health.Part.down(name(), "The signing core has no Santuario.");
    }
  }

  /** The file name of the library, without the folders it lies in. */
  private static String source(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "an unknown library";
    }
    var path = source.getLocation().getPath().replaceAll("/+$", "");
    var file = path.substring(path.lastIndexOf('/') + 1);
    // Inside an EAR the server puts the group in front of the artefact's name.
    return file.replaceFirst("^.*-(?=xmlsec-)", "");
  }
}
