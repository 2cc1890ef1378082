package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.NamespaceContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.dossierhub.signing.xml.SignXml;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Answers as the platform does, from every place of a document, to every kind of question. */
class DomPathsTest {
  private static final List<String> QUESTIONS =
      List.of(
          "./ds:SignedInfo",
          "ds:SignedInfo",
          "./ds:SignedInfo/ds:Reference",
          "./ds:SignedInfo/ds:Reference/ds:DigestValue",
          "./ds:CanonicalizationMethod/@Algorithm",
          "ds:Transforms/ds:Transform/@Algorithm",
          "@Algorithm",
          "./@Id",
          "@missing",
          "./ds:Object/xades132:QualifyingProperties/xades132:SignedProperties",
          "./ds:Object/xades132:QualifyingProperties/*",
          "./ds:KeyInfo/ds:X509Data/ds:X509Certificate",
          "*",
          "./*/*",
          "//ds:Signature",
          "//ds:Signature[not(parent::xades132:CounterSignature)]",
          "//ds:Reference[not(parent::ds:SignedInfo)]",
          "//x:b",
          "//x:b[not(parent::x:b)]",
          "x:b/x:b",
          "./x:c",
          // these go to the platform
          ".",
          "..",
          ".//ds:Reference",
          "//*[@Id='n']",
          "./ds:Object/xades132:QualifyingProperties/xades132:SignedProperties"
              + "[@*[local-name()='Id']='n' or @*[local-name()='id']='n']",
          "./ds:SignedInfo/child::node()[not(self::text())]",
          "ds:SignedInfo | ds:Object",
          "a",
          "./x:b/text()",
          "@x:d",
          "/x:a",
          "");

  private static final String MIXED =
      "<x:a xmlns:x='urn:x' xmlns:y='urn:x' d='1' x:d='2'>one<x:b>two<!-- no --><y:b id='e'>three"
          + "<![CDATA[<four>]]></y:b><?no no?></x:b><b/><x:b xmlns:x='urn:other'><x:c/></x:b>"
          + "<x:b d='5'/><c xmlns='urn:x'>six</c></x:a>";

  @Test
  void answers_as_the_platform_does_from_every_place() throws Exception {
    var signed =
        new SignXml(Clock.systemUTC())
            .signEnveloped(MIXED.getBytes(StandardCharsets.UTF_8), World.token("leader"));
    for (var namespaces : List.of(true, false)) {
      for (var xml : List.of(signed, MIXED.getBytes(StandardCharsets.UTF_8))) {
        var document = parsed(xml, namespaces);
        for (var place : places(document)) {
          for (var question : QUESTIONS) {
            compare(question, place);
          }
        }
      }
    }
  }

  @Test
  void answers_as_the_platform_does_in_a_tree_that_hangs_nowhere() throws Exception {
    var root = (Node) parsed(MIXED.getBytes(StandardCharsets.UTF_8), true).getDocumentElement();
    root.getParentNode().removeChild(root);
    for (var place : places(root)) {
      for (var question : QUESTIONS) {
        compare(question, place);
      }
    }
  }

  @Test
  void refuses_what_the_platform_refuses() throws Exception {
    var root = parsed(MIXED.getBytes(StandardCharsets.UTF_8), true).getDocumentElement();
    for (var wrong : List.of("./unknown:a", "./ds:", "//", "./ds:a//", "@", "x:b/@d/x:c", "./")) {
      compare(wrong, root);
    }
    assertThat(nodes(new DomPaths(), "./unknown:a", root)).containsExactly("refused");
  }

  @Test
  void is_found_by_the_library_and_by_nobody_else() {
    XPathFactory found = DomPaths.whileOffered(XPathFactory::newInstance);

    assertThat(found).isInstanceOf(DomPaths.class);
    assertThat(XPathFactory.newInstance()).isNotInstanceOf(DomPaths.class);
  }

  private static void compare(String question, Node place) {
    assertThat(nodes(new DomPaths(), question, place))
        .as(question + " from " + place)
        .isEqualTo(nodes(XPathFactory.newDefaultInstance(), question, place));
    assertThat(text(new DomPaths(), question, place))
        .as(question + " from " + place)
        .isEqualTo(text(XPathFactory.newDefaultInstance(), question, place));
  }

  private static List<Object> nodes(XPathFactory factory, String question, Node place) {
    try {
      var found =
          (NodeList) with(factory).compile(question).evaluate(place, XPathConstants.NODESET);
      var nodes = new ArrayList<Object>();
      for (int i = 0; i < found.getLength(); i++) {
        nodes.add(found.item(i));
      }
      assertThat(found.item(found.getLength())).isNull();
      return nodes;
    } catch (XPathExpressionException | RuntimeException e) {
      // the platform stands in no second piece of a text
      return List.of("refused");
    }
  }

  private static String text(XPathFactory factory, String question, Node place) {
    try {
      return (String) with(factory).compile(question).evaluate(place, XPathConstants.STRING);
    } catch (XPathExpressionException | RuntimeException e) {
      return "refused";
    }
  }

  private static XPath with(XPathFactory factory) {
    var path = factory.newXPath();
    path.setNamespaceContext(new Prefixes());
    return path;
  }

  private static Document parsed(byte[] xml, boolean namespaces) throws Exception {
    var factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(namespaces);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
  }

  private static List<Node> places(Node from) {
    var places = new ArrayList<Node>();
    places.add(from);
    for (var child = from.getFirstChild(); child != null; child = child.getNextSibling()) {
      places.addAll(places(child));
    }
    return places;
  }

  private static final class Prefixes implements NamespaceContext {
    private static final Map<String, String> KNOWN =
        Map.of(
            "ds", "http://www.w3.org/2000/09/xmldsig#",
            "xades132", "http://uri.etsi.org/01903/v1.3.2#",
            "x", "urn:x");

    @Override
    public String getNamespaceURI(String prefix) {
      return KNOWN.get(prefix);
    }

    @Override
    public String getPrefix(String namespace) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterator<String> getPrefixes(String namespace) {
      throw new UnsupportedOperationException();
    }
  }
}
