package org.dossierhub.signing.verification;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A bounded first reading of an XML file, before any library builds a tree of it: no DTD, caps on
 * depth and counts, and only the transforms that signatures of documents need. XSLT and free XPath
 * can run for minutes and are refused.
 */
final class XmlGate {
  private static final int DEEPEST = 256;
  private static final int MOST_ELEMENTS = 2_000_000;
  private static final int MOST_ATTRIBUTES = 256;
  private static final int MOST_SIGNATURES = 50;
  private static final int MOST_REFERENCES = 1_000;
  private static final int MOST_TRANSFORMS = 8;

  private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
  private static final String XADES = "http://uri.etsi.org/";
  private static final String ERS = "urn:ietf:params:xml:ns:ers";
  private static final Pattern POINTER =
      Pattern.compile("#xpointer\\(id\\(['\"]([^'\"]+)['\"]\\)\\)");
  private static final String XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116";
  private static final Set<String> XPATHS =
      Set.of("not(ancestor-or-self::ds:Signature)", "not(ancestor-or-self::dsig:Signature)");
  private static final Set<String> TRANSFORMS =
      Set.of(
          "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
          "http://www.w3.org/2000/09/xmldsig#base64",
          "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
          "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
          "http://www.w3.org/2006/12/xml-c14n11",
          "http://www.w3.org/2006/12/xml-c14n11#WithComments",
          "http://www.w3.org/2001/10/xml-exc-c14n#",
          "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
          XPATH);

  private int depth;
  private int elements;
  private int signatures;
  private int references;
  private int transforms;
  private boolean inXPath;
  private boolean rootIsSignature;
  private final Deque<Integer> openSignatures = new ArrayDeque<>();
  private final Deque<Carrier> openObjects = new ArrayDeque<>();
  private final List<Carrier> objects = new ArrayList<>();
  private final Set<String> loose = new LinkedHashSet<>();
  private int signedInfo;
  private boolean afterText;
  private boolean afterComment;
  private final Set<String> referenced = new HashSet<>();
  private final StringBuilder xpath = new StringBuilder();
  private final Set<String> ids = new HashSet<>();
  private int signatureAt;
  private int keyInfo;
  private int unsigned;
  private String carrying;
  private final StringBuilder carried = new StringBuilder();
  private final EmbeddedValues values = new EmbeddedValues();

  private XmlGate() {}

  /**
   * What the file holds.
   *
   * @param signatures counter-signatures included
   * @param onlySignature the file is one signature
   * @param loose what no signature covers: objects of a signature that it does not refer to, text
   *     and foreign properties beside its parts, comments that cut a text in two
   * @param values certificates, revocation data and time-stamps that the signatures carry
   */
  record Shape(int signatures, boolean onlySignature, List<String> loose, EmbeddedValues values) {}

  /** An object of a signature, which the signature may refer to or not. */
  private static final class Carrier {
    private final int depth;
    private final String id;
    private final List<String> parts = new ArrayList<>();
    private boolean hasText;

    Carrier(int depth, String id) {
      this.depth = depth;
      this.id = id;
    }

    boolean isCovered(Set<String> referenced) {
      return referenced.contains(id) || (!hasText && referenced.containsAll(parts));
    }
  }

  static Shape examine(byte[] xml) throws FileRefused {
    return new XmlGate().read(xml);
  }

  private Shape read(byte[] xml) throws FileRefused {
    try {
      var reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
      while (reader.hasNext()) {
        step(reader);
      }
      if (!objects.stream().allMatch(object -> object.isCovered(referenced))) {
        loose.add("ds:Object");
      }
      return new Shape(signatures, rootIsSignature, List.copyOf(loose), values);
    } catch (XMLStreamException e) {
      throw FileRefused.because("XML_NOT_WELL_FORMED", line(e));
    } catch (RuntimeException e) {
      // the JDK's reader answers some broken inputs with unchecked exceptions
      throw FileRefused.because("XML_NOT_WELL_FORMED", 0);
    }
  }

  private static int line(XMLStreamException e) {
    return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
  }

  private void step(XMLStreamReader reader) throws XMLStreamException, FileRefused {
    switch (reader.next()) {
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw FileRefused.because("XML_DTD");
      case XMLStreamConstants.START_ELEMENT -> start(reader);
      case XMLStreamConstants.END_ELEMENT -> end(reader);
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
        if (inXPath && xpath.length() < 200) {
          xpath.append(reader.getText());
        }
        if (carrying != null) {
          carried.append(reader.getText());
        }
        if (!reader.isWhiteSpace()) {
          text();
        }
      }
      case XMLStreamConstants.COMMENT -> {
        cut(afterText);
        afterComment = true;
      }
      default -> {
        // comments and white space do not count
      }
    }
  }

  private void text() {
    afterText = true;
    cut(afterComment);
    if (!openSignatures.isEmpty() && depth == openSignatures.peek()) {
      loose.add("ds:Signature");
    }
    if (!openObjects.isEmpty() && depth == openObjects.peek().depth) {
      openObjects.peek().hasText = true;
    }
  }

  /** Signed is a text without the comment; a program may read no further than to it. */
  private void cut(boolean beside) {
    if (beside) {
      loose.add("<!-- -->");
    }
  }

  private void start(XMLStreamReader reader) throws FileRefused {
    depth++;
    afterText = false;
    afterComment = false;
    elements++;
    limit(depth, DEEPEST);
    limit(elements, MOST_ELEMENTS);
    limit(reader.getAttributeCount(), MOST_ATTRIBUTES);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      var name = reader.getAttributeLocalName(i);
      if (name.equalsIgnoreCase("id") && !ids.add(reader.getAttributeValue(i))) {
        throw FileRefused.because("XML_DUPLICATE_ID", shown(reader.getAttributeValue(i)));
      }
    }
    where(reader);
    if (EmbeddedValues.isOne(reader.getNamespaceURI(), reader.getLocalName())
        && (keyInfo > 0 || unsigned > 0)) {
      carrying = reader.getLocalName();
      carried.setLength(0);
    }
    carried(reader);
    if (DSIG.equals(reader.getNamespaceURI())) {
      startOfSignaturePart(reader);
    }
  }

  /** Documents may speak of certificates, too; what counts is what a signature carries along. */
  private void where(XMLStreamReader reader) {
    var name = reader.getLocalName();
    var dsig = DSIG.equals(reader.getNamespaceURI());
    if (dsig
        && name.equals("KeyInfo")
        && keyInfo == 0
        && signatureAt > 0
        && depth == signatureAt + 1) {
      keyInfo = depth;
    } else if (name.equals("UnsignedProperties") && unsigned == 0 && signatureAt > 0) {
      unsigned = depth;
    }
    if (dsig && name.equals("Signature")) {
      signatureAt = depth;
    }
  }

  /** What signatures carry, and what they refer to. */
  private void carried(XMLStreamReader reader) {
    var name = reader.getLocalName();
    var namespace = reader.getNamespaceURI();
    var dsig = DSIG.equals(namespace);
    var xades = namespace != null && namespace.startsWith(XADES);
    if (unsigned > 0 && !dsig && !xades && !ERS.equals(namespace)) {
      loose.add(name);
    }
    if (!openObjects.isEmpty() && depth == openObjects.peek().depth + 1) {
      // qualifying properties say something of the signature, and carry nothing
      if (!xades || !name.equals("QualifyingProperties")) {
        openObjects.peek().parts.add(id(reader));
      }
    }
    if (!dsig) {
      return;
    }
    int within = openSignatures.isEmpty() ? depth : depth - openSignatures.peek();
    if (name.equals("Signature")) {
      rootIsSignature |= depth == 1;
      openSignatures.push(depth);
    } else if (name.equals("Object") && within == 1) {
      openObjects.push(new Carrier(depth, id(reader)));
    } else if (name.equals("SignedInfo") && within == 1) {
      signedInfo = depth;
    } else if (name.equals("Reference") && within == 2 && signedInfo == depth - 1) {
      referenced.add(target(reader.getAttributeValue(null, "URI")));
    }
  }

  private static String target(String uri) {
    var text = uri == null ? "" : uri;
    var pointer = POINTER.matcher(text);
    return pointer.matches() ? pointer.group(1) : text.startsWith("#") ? text.substring(1) : "";
  }

  /** What a reference may name; a part without one gets one that nobody can. */
  private String id(XMLStreamReader reader) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equalsIgnoreCase("id")) {
        return reader.getAttributeValue(i);
      }
    }
    return "\n" + elements;
  }

  private void startOfSignaturePart(XMLStreamReader reader) throws FileRefused {
    switch (reader.getLocalName()) {
      case "Signature" -> limit(++signatures, MOST_SIGNATURES);
      case "Reference" -> {
        transforms = 0;
        limit(++references, MOST_REFERENCES);
      }
      case "Transform" -> {
        limit(++transforms, MOST_TRANSFORMS);
        var algorithm = reader.getAttributeValue(null, "Algorithm");
        if (algorithm == null || !TRANSFORMS.contains(algorithm)) {
          throw FileRefused.because("XML_TRANSFORM", shown(algorithm));
        }
      }
      case "XPath" -> {
        inXPath = true;
        xpath.setLength(0);
      }
      // a key that lies elsewhere would have to be fetched
      case "RetrievalMethod" -> throw FileRefused.because("XML_RETRIEVAL_METHOD");
      case "SignatureMethod" -> {
        var algorithm = reader.getAttributeValue(null, "Algorithm");
        if (algorithm == null || algorithm.contains("hmac")) {
          throw FileRefused.because("XML_HMAC");
        }
      }
      default -> {
        // the other parts are judged by the verification itself
      }
    }
  }

  private void end(XMLStreamReader reader) throws FileRefused {
    if (!openSignatures.isEmpty() && depth == openSignatures.peek()) {
      openSignatures.pop();
    }
    if (!openObjects.isEmpty() && depth == openObjects.peek().depth) {
      objects.add(openObjects.pop());
    }
    signedInfo = signedInfo == depth ? 0 : signedInfo;
    afterText = false;
    afterComment = false;
    depth--;
    signatureAt = signatureAt > depth ? 0 : signatureAt;
    keyInfo = keyInfo > depth ? 0 : keyInfo;
    unsigned = unsigned > depth ? 0 : unsigned;
    if (carrying != null && carrying.equals(reader.getLocalName())) {
      values.add(carrying, carried.toString());
      carrying = null;
    }
    if (inXPath && DSIG.equals(reader.getNamespaceURI()) && reader.getLocalName().equals("XPath")) {
      inXPath = false;
      if (!XPATHS.contains(xpath.toString().strip())) {
        throw FileRefused.because("XML_TRANSFORM", "XPath");
      }
    }
  }

  private static void limit(int found, int most) throws FileRefused {
    if (found > most) {
      throw FileRefused.because("XML_TOO_COMPLEX", most);
    }
  }

  private static String shown(String text) {
    return text == null ? "" : text.length() > 100 ? text.substring(0, 100) : text;
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("No external entity is read");
        });
    return factory;
  }
}
