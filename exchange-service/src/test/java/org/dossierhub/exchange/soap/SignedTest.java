package org.dossierhub.exchange.soap;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.apache.cxf.ws.security.wss4j.DefaultCryptoCoverageChecker;
import org.apache.wss4j.dom.WSConstants;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A23: what the signature covers, told by us and by the library's own slow search for it. */
@Tag("ws-security")
class SignedTest {
  private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
  private static final DefaultCryptoCoverageChecker LIBRARY = new DefaultCryptoCoverageChecker();

  @TempDir static Path folder;
  private static HubWorld world;
  private static KnownCertificates known;

  @BeforeAll
  static void a_registered_agency() {
    world = new HubWorld(folder);
    known = new KnownCertificates(world.agencies, Clock.systemUTC());
    LIBRARY.setSignBody(true);
    LIBRARY.setSignTimestamp(true);
    LIBRARY.setSignAddressingHeaders(false);
  }

  /** What somebody does to an envelope that is rightly signed, without breaking the signature. */
  private static Map<String, Consumer<Document>> changes() {
    var changes = new LinkedHashMap<String, Consumer<Document>>();
    changes.put("nothing", envelope -> {});
    changes.put(
        "a header that is not signed", envelope -> header(envelope).appendChild(foreign(envelope)));
    changes.put("the body in a header, another in its place", SignedTest::wrapBody);
    changes.put(
        "a second body behind the first",
        envelope -> root(envelope).appendChild(empty(body(envelope))));
    changes.put(
        "a second body before the first",
        envelope -> root(envelope).insertBefore(empty(body(envelope)), body(envelope)));
    changes.put("the body in the body of another envelope's form", SignedTest::nestBody);
    changes.put(
        "a second time-stamp beside the first",
        envelope -> security(envelope).appendChild(stamp(envelope)));
    changes.put(
        "the time-stamp outside the security header",
        envelope -> header(envelope).appendChild(timestamp(envelope)));
    changes.put("the time-stamp in a header, another in its place", SignedTest::wrapTimestamp);
    changes.put("the time-stamp in a second header", SignedTest::secondHeader);
    return changes;
  }

  static Stream<String> names() {
    return changes().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void it_takes_no_envelope_that_the_library_does_not_take(String name) throws Exception {
    var signed = new SignedEnvelope(world.pki, "agency-h99-21");
    var document = parsed(signed.around("<status xmlns='urn:dossierhub:exchange:1'/>"));
    changes().get(name).accept(document);

    var arrived = arrived(written(document));

    boolean taken = arrived.flatMap(Signed::of).isPresent();
    boolean takenByLibrary = arrived.filter(SignedTest::isTakenByLibrary).isPresent();
    boolean harmless = name.equals("nothing") || name.equals("a header that is not signed");
    assertThat(taken).isEqualTo(harmless);
    assertThat(!taken || takenByLibrary).as("what is taken, the library takes too").isTrue();
  }

  private static boolean isTakenByLibrary(SoapMessage message) {
    try {
      LIBRARY.handleMessage(message);
      return true;
    } catch (Fault notCovered) {
      return false;
    }
  }

  private static void wrapBody(Document envelope) {
    var body = body(envelope);
    var other = empty(body);
    root(envelope).replaceChild(other, body);
    var wrapper = foreign(envelope);
    wrapper.appendChild(body);
    header(envelope).appendChild(wrapper);
  }

  private static void nestBody(Document envelope) {
    var body = body(envelope);
    var other = empty(body);
    root(envelope).replaceChild(other, body);
    other.appendChild(body);
  }

  private static void wrapTimestamp(Document envelope) {
    var timestamp = timestamp(envelope);
    security(envelope).replaceChild(stamp(envelope), timestamp);
    var wrapper = foreign(envelope);
    wrapper.appendChild(timestamp);
    header(envelope).appendChild(wrapper);
  }

  private static void secondHeader(Document envelope) {
    var header = envelope.createElementNS(SOAP, "s:Header");
    header.appendChild(timestamp(envelope));
    root(envelope).insertBefore(header, body(envelope));
  }

  private static Element root(Document envelope) {
    return envelope.getDocumentElement();
  }

  private static Element first(Document envelope, String namespace, String name) {
    return (Element) envelope.getElementsByTagNameNS(namespace, name).item(0);
  }

  private static Element header(Document envelope) {
    return first(envelope, SOAP, "Header");
  }

  private static Element body(Document envelope) {
    return first(envelope, SOAP, "Body");
  }

  private static Element security(Document envelope) {
    return first(envelope, WSConstants.WSSE_NS, "Security");
  }

  private static Element timestamp(Document envelope) {
    return first(envelope, WSConstants.WSU_NS, "Timestamp");
  }

  private static Element foreign(Document envelope) {
    return envelope.createElementNS("urn:somebody", "x:wrapper");
  }

  private static Element empty(Element body) {
    return body.getOwnerDocument().createElementNS(SOAP, "s:Body");
  }

  private static Element stamp(Document envelope) {
    var copy = (Element) timestamp(envelope).cloneNode(true);
    copy.removeAttributeNS(WSConstants.WSU_NS, "Id");
    return copy;
  }

  private static Document parsed(byte[] envelope) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(envelope));
  }

  private static byte[] written(Document document) throws Exception {
    var out = new ByteArrayOutputStream();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(out));
    return out.toByteArray();
  }

  /** After WSS4J; empty when it refuses by itself. */
  private static Optional<SoapMessage> arrived(byte[] envelope) throws Exception {
    var message = new SoapMessage(new MessageImpl());
    message.setVersion(Soap12.getInstance());
    var exchange = new ExchangeImpl();
    exchange.setInMessage(message);
    message.setExchange(exchange);
    message.putAll(WireSecurity.noReplayCaches());
    message.put(AbstractHTTPDestination.HTTP_REQUEST, post());
    message.setContent(
        SOAPMessage.class,
        MessageFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
            .createMessage(null, new ByteArrayInputStream(envelope)));
    try {
      new WireSecurity(null, known).takesFromAgencies().handleMessage(message);
      return Optional.of(message);
    } catch (Fault refused) {
      return Optional.empty();
    }
  }

  private static HttpServletRequest post() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            SignedTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> method.getName().equals("getMethod") ? "POST" : null);
  }
}
