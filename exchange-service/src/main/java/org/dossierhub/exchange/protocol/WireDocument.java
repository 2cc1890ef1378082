package org.dossierhub.exchange.protocol;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBElement;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.dossierhub.exchange.message.PlatformNames;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** An element of exchange.xsd as a document of its own, the way it lies in a JMS message. */
public final class WireDocument {
  private static final JAXBContext CONTEXT = context();
  private static final Schema SCHEMA = schema();
  private static final String NAMESPACE = "urn:dossierhub:exchange:1";

  /** The operations are called like their questions. */
  private static final Set<String> QUESTIONS =
      Arrays.stream(Exchange.class.getMethods())
          .map(Method::getName)
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Finding one costs a walk through all libraries; the contract of JAXP lets no two threads share
   * one.
   */
  private static final ThreadLocal<XMLInputFactory> READERS =
      ThreadLocal.withInitial(WireDocument::readers);

  private WireDocument() {}

  /**
   * Reads a document that follows exchange.xsd.
   *
   * @throws RefusalFault malformed: not well-formed, with a document type, or against the schema
   */
  public static Object read(byte[] document) throws RefusalFault {
    try {
      var reader = READERS.get().createXMLStreamReader(new ByteArrayInputStream(document));
      var unmarshaller = CONTEXT.createUnmarshaller();
      unmarshaller.setSchema(SCHEMA);
      var read = valid(unmarshaller, reader);
      return read instanceof JAXBElement<?> element ? element.getValue() : read;
    } catch (JAXBException e) {
      var cause = e.getLinkedException() == null ? e : e.getLinkedException();
      throw Refusals.of(WireRefusal.MALFORMED, firstLine(cause));
    } catch (XMLStreamException e) {
      throw Refusals.of(WireRefusal.MALFORMED, firstLine(e));
    }
  }

  @SuppressWarnings("try") // open as long as the validator works
  private static Object valid(Unmarshaller unmarshaller, XMLStreamReader document)
      throws JAXBException {
    try (var names = PlatformNames.open()) {
      return unmarshaller.unmarshal(document);
    }
  }

  /**
   * Looks whether an element is a question of exchange.xsd, complete and with nothing else in it.
   *
   * @throws RefusalFault malformed: against the schema
   */
  @SuppressWarnings("try") // open as long as the validator works
  public static void checkQuestion(Node element) throws RefusalFault {
    if (!NAMESPACE.equals(element.getNamespaceURI())
        || !QUESTIONS.contains(element.getLocalName())) {
      throw Refusals.of(WireRefusal.MALFORMED, "there is no operation " + element.getLocalName());
    }
    try (var names = PlatformNames.open()) {
      SCHEMA.newValidator().validate(new DOMSource(element));
    } catch (SAXException e) {
      throw Refusals.of(WireRefusal.MALFORMED, firstLine(e));
    } catch (IOException e) {
      throw new IllegalStateException("A tree in memory cannot be read", e);
    }
  }

  /** Writes a request, an answer or a refusal, in UTF-8. */
  public static byte[] write(Object element) {
    try {
      var root =
          element instanceof Refusal refusal ? new ObjectFactory().createRefusal(refusal) : element;
      var out = new ByteArrayOutputStream();
      CONTEXT.createMarshaller().marshal(root, out);
      return out.toByteArray();
    } catch (JAXBException e) {
      throw new IllegalStateException("Cannot write " + element.getClass().getSimpleName(), e);
    }
  }

  /** The local name of the root element, which is also the JMS property {@code operation}. */
  public static String operation(Object element) {
    var name = element.getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("not readable");
  }

  private static XMLInputFactory readers() {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private static JAXBContext context() {
    try {
      return JAXBContext.newInstance(ObjectFactory.class);
    } catch (JAXBException e) {
      throw new IllegalStateException("The wire types have no JAXB context", e);
    }
  }

  private static Schema schema() {
    try {
      var factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
      return factory.newSchema(WireDocument.class.getResource("/protocol/exchange.xsd"));
    } catch (SAXException e) {
      throw new IllegalStateException("exchange.xsd is not a schema", e);
    }
  }
}
