package org.dossierhub.pki;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** What {@code pki.xml} says, checked; authorities come before what they issue. */
final class Declaration {
  private static final String NAMESPACE = "urn:dossierhub:development-pki:1";

  /** Whose trust anchors the root of a hierarchy joins. */
  enum Trust {
    GOVERNMENT,
    PUBLIC,
    TLS,
    NONE
  }

  /** What a key is for (RFC 5280, 4.2.1.3 and 4.2.1.12), in the words of the standard. */
  record Profile(
      String name, List<String> keyUsage, List<String> extendedKeyUsage, boolean critical) {}

  /** One attribute of a subject, such as CN or UID. */
  record Attribute(String type, String value) {}

  /** A revocation, relative to the day of creation, with its reason (RFC 5280, 5.3.1). */
  record Revocation(Period at, String reason) {}

  /**
   * One certificate with its key: an authority when it has no profile.
   *
   * @param issuer absent: signed by itself
   * @param copyOf whose subject and serial number it imitates
   * @param subject relative distinguished names in the order of their encoding
   * @param key RSA-bits or P-256
   */
  record Entry(
      String name,
      Trust trust,
      Optional<String> issuer,
      Optional<Profile> profile,
      Optional<String> copyOf,
      List<List<Attribute>> subject,
      String key,
      Period notBefore,
      Period notAfter,
      List<String> addresses,
      List<String> permitted,
      Optional<Revocation> revoked) {

    boolean isAuthority() {
      return profile.isEmpty();
    }

    boolean hasProfile(String name) {
      return profile.filter(p -> p.name().equals(name)).isPresent();
    }
  }

  private final Map<String, Profile> profiles = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Declaration() {}

  /** The one that comes with the product. */
  static Declaration ofTheProduct() {
    try (var in = Declaration.class.getResourceAsStream("pki.xml")) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Declaration read(InputStream in) throws IOException {
    var declaration = new Declaration();
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var parser = factory.newDocumentBuilder();
      parser.setErrorHandler(null); // what is wrong is thrown, not printed
      declaration.pki(parser.parse(in).getDocumentElement());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("pki.xml cannot be read: " + e.getMessage(), e);
    }
    return declaration;
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  Entry entry(String name) {
    var entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "pki.xml declares nobody called "
              + name
              + "; it declares "
              + new TreeSet<>(entries.keySet()));
    }
    return entry;
  }

  List<Entry> issuedBy(String authority) {
    return entries.values().stream()
        .filter(e -> e.issuer().filter(authority::equals).isPresent())
        .toList();
  }

  private void pki(Element root) {
    expect(NAMESPACE.equals(root.getNamespaceURI()), root, "namespace must be " + NAMESPACE);
    for (var part : children(root, "profiles", "hierarchy")) {
      if (part.getLocalName().equals("profiles")) {
        children(part, "profile").forEach(this::profile);
      } else {
        attributes(part, "trust");
        var trust = Trust.valueOf(part.getAttribute("trust").toUpperCase(java.util.Locale.ROOT));
        children(part, "authority").forEach(a -> entry(a, trust, Optional.empty()));
      }
    }
  }

  private void profile(Element e) {
    attributes(e, "name", "keyUsage", "extendedKeyUsage", "critical");
    var profile =
        new Profile(
            e.getAttribute("name"),
            words(e, "keyUsage"),
            words(e, "extendedKeyUsage"),
            Boolean.parseBoolean(e.getAttribute("critical")));
    profiles.put(profile.name(), profile);
  }

  private void entry(Element e, Trust trust, Optional<String> issuer) {
    attributes(
        e,
        "name",
        "profile",
        "copyOf",
        "key",
        "notBefore",
        "notAfter",
        "address",
        "permitted",
        "revoked");
    var name = e.getAttribute("name");
    expect(name.matches("[a-z0-9-]{2,40}"), e, "name must be small letters, digits and -");
    expect(!entries.containsKey(name), e, "declared twice");
    var authority = e.getLocalName().equals("authority");
    var profile = Optional.ofNullable(profiles.get(e.getAttribute("profile")));
    expect(
        authority == profile.isEmpty(), e, "an identity needs a known profile, an authority none");
    var copyOf = word(e, "copyOf").map(this::entry);
    var subject =
        children(e, "subject", "authority", "identity").stream()
            .filter(c -> c.getLocalName().equals("subject"))
            .findFirst()
            .map(Declaration::subject)
            .or(() -> copyOf.map(Entry::subject));
    expect(subject.isPresent(), e, "needs a subject");
    entries.put(
        name,
        new Entry(
            name,
            trust,
            issuer,
            profile,
            copyOf.map(Entry::name),
            subject.get(),
            e.getAttribute("key"),
            Period.parse(e.getAttribute("notBefore")),
            Period.parse(e.getAttribute("notAfter")),
            words(e, "address"),
            words(e, "permitted"),
            revocation(words(e, "revoked"))));
    for (var child : children(e, "subject", "authority", "identity")) {
      if (!child.getLocalName().equals("subject")) {
        expect(authority, child, "only an authority issues");
        entry(child, trust, Optional.of(name));
      }
    }
  }

  private static Optional<Revocation> revocation(List<String> words) {
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(new Revocation(Period.parse(words.get(0)), words.get(1)));
  }

  private static List<List<Attribute>> subject(Element e) {
    return allChildren(e).stream()
        .map(
            c ->
                c.getLocalName().equals("rdn")
                    ? allChildren(c).stream().map(Declaration::attribute).toList()
                    : List.of(attribute(c)))
        .toList();
  }

  private static Attribute attribute(Element e) {
    return new Attribute(e.getLocalName(), e.getTextContent().strip());
  }

  private static Optional<String> word(Element e, String attribute) {
    return words(e, attribute).stream().findFirst();
  }

  private static List<String> words(Element e, String attribute) {
    var text = e.getAttribute(attribute).strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
  }

  private static List<Element> allChildren(Element parent) {
    var found = new ArrayList<Element>();
    for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e) {
        found.add(e);
      }
    }
    return found;
  }

  private static List<Element> children(Element parent, String... known) {
    var found = allChildren(parent);
    found.forEach(
        e -> expect(Arrays.asList(known).contains(e.getLocalName()), e, "not known here"));
    return found;
  }

  private static void attributes(Element e, String... known) {
    var names = Set.of(known);
    for (int i = 0; i < e.getAttributes().getLength(); i++) {
      var name = e.getAttributes().item(i).getNodeName();
      expect(names.contains(name), e, "attribute " + name + " is not known");
    }
  }

  private static void expect(boolean good, Element e, String otherwise) {
    if (!good) {
      throw new IllegalArgumentException(
          "pki.xml, <"
              + e.getLocalName()
              + " name=\""
              + e.getAttribute("name")
              + "\">: "
              + otherwise);
    }
  }
}
