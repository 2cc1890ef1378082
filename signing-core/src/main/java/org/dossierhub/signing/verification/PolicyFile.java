package org.dossierhub.signing.verification;

import eu.europa.esig.dss.model.policy.ValidationPolicy;
import eu.europa.esig.dss.policy.EtsiValidationPolicy;
import eu.europa.esig.dss.policy.ValidationPolicyFacade;
import eu.europa.esig.dss.policy.jaxb.ConstraintsParameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;

/**
 * The rules of a verification as the text that holds them (constraints of ETSI EN 319 102-1 in
 * XML), with the name under which reports speak of them.
 */
public record PolicyFile(String name, String xml) {
  private static final int LONGEST = 1 << 20;

  /** The policy file of the product for this profile. */
  public static PolicyFile of(PolicyProfile profile) {
    var resource = "policy/" + profile.code().toLowerCase(Locale.ROOT) + ".xml";
    try (InputStream in = PolicyFile.class.getResourceAsStream(resource)) {
      var bytes = Objects.requireNonNull(in, resource).readAllBytes();
      return new PolicyFile(profile.code(), new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(
          "The policy file " + resource + " of the product cannot be read", e);
    }
  }

  /**
   * A policy of the operator's own, named after its file. Whether it is one is found when it is
   * first used.
   *
   * @throws IllegalArgumentException if the file cannot be read or is larger than 1 MB
   */
  public static PolicyFile in(Path file) {
    try {
      if (Files.size(file) > LONGEST) {
        throw new IllegalArgumentException("Too large for a policy: " + file);
      }
      var name = file.getFileName().toString().replaceFirst("\\.xml$", "");
      return new PolicyFile(name, Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("The policy " + file + " cannot be read", e);
    }
  }

  /** IllegalArgumentException when the text is not a policy. */
  ValidationPolicy policy() {
    return new EtsiValidationPolicy(parameters());
  }

  /** The same rules, worked out beforehand. */
  ValidationPolicy workedOut() {
    return new RememberedSuites(parameters());
  }

  /**
   * What the product says beyond the library; IllegalArgumentException when that is not readable.
   */
  PolicyRules rules() {
    return PolicyRules.of(this);
  }

  /** Only what the library knows. */
  PolicyFile withoutRules() {
    var tree = PolicyRules.parsed(this);
    var rules = tree.getElementsByTagNameNS(PolicyRules.NAMESPACE, "Rules");
    while (rules.getLength() > 0) {
      rules.item(0).getParentNode().removeChild(rules.item(0));
    }
    return written(name, tree);
  }

  static PolicyFile written(String name, Document tree) {
    var text = new StringWriter();
    try {
      TransformerFactory.newDefaultInstance()
          .newTransformer()
          .transform(new DOMSource(tree), new StreamResult(text));
    } catch (TransformerException e) {
      throw new IllegalStateException("A tree of XML can always be written", e);
    }
    return new PolicyFile(name, text.toString());
  }

  private ConstraintsParameters parameters() {
    try (var in = new ByteArrayInputStream(withoutRules().xml().getBytes(StandardCharsets.UTF_8))) {
      return ValidationPolicyFacade.newFacade().unmarshall(in);
    } catch (Exception e) {
      Throwable why = e;
      while (why.getCause() != null && why.getMessage() == null) {
        why = why.getCause();
      }
      throw new IllegalArgumentException(
          "The policy " + name + " cannot be read: " + why.getMessage(), e);
    }
  }
}
