package org.dossierhub.exchange.soap;

import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.util.ArrayList;
import java.util.Optional;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.WireDocument;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The body holds exactly one question of exchange.xsd, with every element where the schema has it.
 * Parts are looked at by {@link Attached}. Refuses with {@code MALFORMED}.
 */
final class WholeQuestion extends AbstractSoapInterceptor {
  static final String XOP = "http://www.w3.org/2004/08/xop/include";

  WholeQuestion() {
    super(Phase.PRE_PROTOCOL);
    addAfter(OneAgency.class.getName());
  }

  @Override
  public void handleMessage(SoapMessage message) {
    var question = in(message).cloneNode(true);
    // The bytes of a part may be a gigabyte: the schema is told that there are some.
    includes((Element) question).forEach(include -> include.getParentNode().removeChild(include));
    try {
      WireDocument.checkQuestion(question);
    } catch (RefusalFault refused) {
      throw new Fault(refused);
    }
  }

  /** The one element in the body. */
  static Element in(SoapMessage message) {
    try {
      return only(message.getContent(SOAPMessage.class).getSOAPBody())
          .orElseThrow(() -> OneEnvelope.malformed("the body does not hold exactly one element"));
    } catch (SOAPException e) {
      throw new Fault(e);
    }
  }

  /** The one element in another, when there is nothing else in it. */
  static Optional<Element> only(Element parent) {
    Element found = null;
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      boolean nothing =
          node.getNodeType() == Node.COMMENT_NODE
              || node.getNodeType() == Node.TEXT_NODE && node.getNodeValue().isBlank();
      if (nothing) {
        continue;
      }
      if (found != null || !(node instanceof Element element)) {
        return Optional.empty();
      }
      found = element;
    }
    return Optional.ofNullable(found);
  }

  /** Where attached bytes stand in a question. */
  static Iterable<Element> includes(Element question) {
    var found = question.getElementsByTagNameNS(XOP, "Include");
    var includes = new ArrayList<Element>();
    for (int i = 0; i < found.getLength(); i++) {
      includes.add((Element) found.item(i));
    }
    return includes;
  }
}
