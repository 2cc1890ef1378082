package org.dossierhub.signing.verification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.dossierhub.signing.identity.CertificateSubject;
import org.dossierhub.signing.identity.SubjectId;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What a policy file says in its element {@code hub:Rules}: whom it speaks for and what the
 * validation library has no word for (docs/protocol/verification-policies.md).
 *
 * @param signers whose signatures it may judge; empty for everybody's
 * @param subjectHas one of these a subject must name: {@code O} or a kind of {@link SubjectId};
 *     empty for no rule
 * @param managedBy who is said to manage a certificate, where the policy says so
 * @param claimedTimeAhead how far ahead a claimed time may lie
 */
record PolicyRules(
    Set<Hierarchy> signers,
    Level signerLevel,
    List<String> subjectHas,
    Level subjectLevel,
    Optional<ManagedBy> managedBy,
    Level timestampOnSeal,
    Optional<Duration> claimedTimeAhead,
    Level claimedTimeLevel) {
  static final String NAMESPACE = "urn:dossierhub:policy:1";

  static final PolicyRules NONE =
      new PolicyRules(
          Set.of(),
          Level.IGNORE,
          List.of(),
          Level.IGNORE,
          Optional.empty(),
          Level.IGNORE,
          Optional.empty(),
          Level.IGNORE);

  /** What comes of a rule that is not kept. */
  enum Level {
    FAIL,
    WARN,
    IGNORE
  }

  /** Item 3 of Thông tư 15/2025/TT-BKHCN, Điều 6. */
  enum ManagedBy {
    SUBSCRIBER,
    AUTHORITY
  }

  /** Whether it judges signers of this hierarchy at all. */
  boolean speaksFor(Hierarchy hierarchy) {
    return signers.isEmpty() || signers.contains(hierarchy);
  }

  /** Whether the subject names at least one of what it has to. */
  boolean isSatisfiedBy(CertificateSubject subject) {
    return subjectHas.isEmpty()
        || subjectHas.stream()
            .anyMatch(
                word ->
                    word.equals("O")
                        ? subject.organisation().isPresent()
                        : subject
                            .id(SubjectId.Kind.valueOf(word))
                            .filter(id -> !id.isBlank())
                            .isPresent());
  }

  /** A policy file as a tree, without entities. IllegalArgumentException when it is not XML. */
  static Document parsed(PolicyFile file) {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(file.xml().getBytes(StandardCharsets.UTF_8)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalArgumentException(
          "The policy " + file.name() + " is not XML: " + e.getMessage(), e);
    }
  }

  /** IllegalArgumentException names what is not a rule. */
  static PolicyRules of(PolicyFile file) {
    var found = parsed(file).getElementsByTagNameNS(NAMESPACE, "Rules");
    if (found.getLength() == 0) {
      return NONE;
    }
    var rules = NONE;
    var element = (Element) found.item(0);
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element rule) {
        try {
          rules = rules.with(rule);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "The policy " + file.name() + " has a rule that is none: " + e.getMessage(), e);
        }
      }
    }
    return rules;
  }

  private PolicyRules with(Element rule) {
    var words = words(rule);
    return switch (rule.getLocalName()) {
      case "SignerHierarchy" -> {
        var hierarchies = EnumSet.noneOf(Hierarchy.class);
        words.forEach(word -> hierarchies.add(Hierarchy.valueOf(word)));
        yield new PolicyRules(
            Set.copyOf(hierarchies),
            level(rule),
            subjectHas,
            subjectLevel,
            managedBy,
            timestampOnSeal,
            claimedTimeAhead,
            claimedTimeLevel);
      }
      case "SubjectHas" -> {
        words.stream().filter(word -> !word.equals("O")).forEach(SubjectId.Kind::valueOf);
        yield new PolicyRules(
            signers,
            signerLevel,
            words,
            level(rule),
            managedBy,
            timestampOnSeal,
            claimedTimeAhead,
            claimedTimeLevel);
      }
      case "ManagedBy" ->
          new PolicyRules(
              signers,
              signerLevel,
              subjectHas,
              subjectLevel,
              Optional.of(ManagedBy.valueOf(String.join(" ", words))),
              timestampOnSeal,
              claimedTimeAhead,
              claimedTimeLevel);
      case "TimestampOnSeal" ->
          new PolicyRules(
              signers,
              signerLevel,
              subjectHas,
              subjectLevel,
              managedBy,
              level(rule),
              claimedTimeAhead,
              claimedTimeLevel);
      case "ClaimedTimeAhead" ->
          new PolicyRules(
              signers,
              signerLevel,
              subjectHas,
              subjectLevel,
              managedBy,
              timestampOnSeal,
              Optional.of(Duration.ofHours(Integer.parseInt(rule.getAttribute("Hours")))),
              level(rule));
      default -> throw new IllegalArgumentException(rule.getNodeName());
    };
  }

  private static Level level(Element rule) {
    return Level.valueOf(rule.getAttribute("Level"));
  }

  private static List<String> words(Element rule) {
    var words = new ArrayList<String>();
    for (var word : rule.getTextContent().strip().split("\\s+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return List.copyOf(words);
  }
}
