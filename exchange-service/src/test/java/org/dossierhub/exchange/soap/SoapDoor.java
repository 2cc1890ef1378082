package org.dossierhub.exchange.soap;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.MessageImpl;
import org.dossierhub.exchange.delivery.WakeLane;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.Status;
import org.dossierhub.exchange.protocol.StatusResponse;
import org.dossierhub.exchange.protocol.Submit;
import org.dossierhub.exchange.protocol.SubmitResponse;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.settings.SecretFile;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.settings.SystemKeySettings;
import org.dossierhub.exchange.store.FilePayloads;
import org.dossierhub.exchange.store.SeenEnvelopeStore;

/**
 * The servlet of the exchange with all its gates, without a server around it: what a request is
 * answered, byte for byte, and what reached an operation. The operations themselves are not the
 * hub's; behind the door stands somebody who writes down what he was given.
 */
final class SoapDoor implements AutoCloseable {
  private static final String CALLING = "agency-h99-21";

  /** The parts of each message that was let in, each as NAME:BYTES. */
  final List<List<String>> taken = new ArrayList<>();

  /** Bytes of each attachment that a test makes up. */
  int content = 10;

  final SignedEnvelope agency;
  private final HubWorld world;
  private final KnownCertificates known;
  final ExchangeServlet servlet = new ExchangeServlet();
  private final MutualTlsOnly gate;

  /** What came back. */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The SOAP envelope out of its MIME package. */
    byte[] envelope() {
      var text = text();
      if (!text.contains("<soap:Envelope")) {
        throw new IllegalStateException("No answer in SOAP: " + status + " " + text);
      }
      return text.substring(text.indexOf("<soap:Envelope"), text.indexOf("</soap:Envelope>") + 16)
          .getBytes(StandardCharsets.UTF_8);
    }

    /** The code of the refusal; empty when there is none. */
    String code() {
      var code = java.util.regex.Pattern.compile("<(\\w+:)?code>([A-Z_]+)<").matcher(text());
      return code.find() ? code.group(2) : "";
    }
  }

  SoapDoor(Path folder) throws Exception {
    world = new HubWorld(folder);
    known = new KnownCertificates(world.agencies, Clock.systemUTC());
    agency = new SignedEnvelope(world.pki, CALLING);
    gate = new MutualTlsOnly(known);
    world.certificate(HubWorld.JUSTICE, "hub-system"); // whose signature the answers carry
    var key = key(folder);
    var security = new WireSecurity(key, known);
    servlet.endpoint = new Writes();
    servlet.security = security;
    servlet.oneAgency =
        new OneAgency(
            known,
            new SeenEnvelopeStore(world.test.database(), Clock.systemUTC()),
            new WakeLane(world.outbox, Clock.systemUTC()));
    servlet.storage = new StorageSettings(folder);
    servlet.payloads = new FilePayloads(servlet.storage, world.test.database());
    servlet.init(config());
  }

  @Override
  public void close() {
    servlet.destroy();
  }

  Answer posts(String contentType, byte[] body) throws Exception {
    return posts(contentType, new ByteArrayInputStream(body));
  }

  Answer posts(String contentType, InputStream body) throws Exception {
    return asks("POST", contentType, body);
  }

  Answer asks(String method, String contentType, InputStream body) throws Exception {
    var response = new Response();
    var request = request(method, contentType, body);
    gate.doFilter(request, response.asServlet(), (asked, answer) -> servlet.service(asked, answer));
    return new Answer(response.status, response.headers, response.out.toByteArray());
  }

  /** Whether the hub signed it the way the contract says. */
  boolean isSignedByTheHub(Answer answer) throws Exception {
    var message = new SoapMessage(new MessageImpl());
    message.setVersion(Soap12.getInstance());
    var exchange = new ExchangeImpl();
    exchange.setInMessage(message);
    message.setExchange(exchange);
    message.putAll(WireSecurity.noReplayCaches());
    message.setContent(
        SOAPMessage.class,
        MessageFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
            .createMessage(null, new ByteArrayInputStream(answer.envelope())));
    new WireSecurity(null, known).takesFrom(HubWorld.JUSTICE).handleMessage(message);
    return Signed.of(message).isPresent();
  }

  private HubKey key(Path folder) throws Exception {
    var hub = world.pki.identity("hub-system");
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "hub", hub.key(), "password".toCharArray(), hub.chain().toArray(X509Certificate[]::new));
    var file = folder.resolve("hub.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "password".toCharArray());
    }
    var password = Files.writeString(folder.resolve("hub.password"), "password");
    return new HubKey(new SystemKeySettings(file, new SecretFile(password)));
  }

  /** Behind the door. */
  private final class Writes extends ExchangeEndpoint {

    @Override
    public SubmitResponse submit(Submit question) throws RefusalFault {
      var parts = new ArrayList<String>();
      try {
        for (var part : question.getPart()) {
          parts.add(
              part.getName()
                  + ":"
                  + part.getContent().getInputStream().transferTo(new ByteArrayOutputStream()));
        }
      } catch (IOException | RuntimeException e) {
        throw Refusals.of(e);
      }
      taken.add(parts);
      var response = new SubmitResponse();
      response.setReceipt(new byte[] {1});
      return response;
    }

    @Override
    public StatusResponse status(Status question) throws RefusalFault {
      taken.add(List.of(question.getDossierCode()));
      throw Refusals.of(WireRefusal.UNKNOWN_MESSAGE);
    }
  }

  private HttpServletRequest request(String method, String contentType, InputStream body) {
    var attributes = new HashMap<String, Object>();
    attributes.put(
        "jakarta.servlet.request.X509Certificate", new X509Certificate[] {agency.certificate()});
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    if (contentType != null) {
      headers.put("Content-Type", contentType);
    }
    var in = new Arriving(body);
    return proxy(
        HttpServletRequest.class,
        (name, arguments) ->
            switch (name) {
              case "getMethod" -> method;
              case "getScheme" -> "https";
              case "getProtocol" -> "HTTP/1.1";
              case "getContextPath" -> "";
              case "getServletPath" -> "/soap";
              case "getPathInfo" -> "/exchange";
              case "getRequestURI" -> "/soap/exchange";
              case "getRequestURL" -> new StringBuffer("https://hub.invalid/soap/exchange");
              case "getContentType" -> contentType;
              case "getInputStream" -> in;
              case "getHeaderNames" -> Collections.enumeration(headers.keySet());
              case "getHeader" -> headers.get((String) arguments[0]);
              case "getHeaders" ->
                  Collections.enumeration(
                      Optional.ofNullable(headers.get((String) arguments[0])).stream().toList());
              case "getAttribute" -> attributes.get((String) arguments[0]);
              case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
              case "getAttributeNames" -> Collections.enumeration(attributes.keySet());
              case "getServletContext" -> context();
              default -> null;
            });
  }

  private static final class Arriving extends ServletInputStream {
    private final InputStream body;

    private Arriving(InputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      return body.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return body.read(buffer, offset, length);
    }

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Response {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int status = 200;

    private HttpServletResponse asServlet() {
      var stream =
          new ServletOutputStream() {
            @Override
            public void write(int b) {
              out.write(b);
            }

            @Override
            public boolean isReady() {
              return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
              throw new UnsupportedOperationException();
            }
          };
      return proxy(
          HttpServletResponse.class,
          (name, arguments) ->
              switch (name) {
                case "getOutputStream" -> stream;
                case "getStatus" -> status;
                case "setStatus", "sendError" -> {
                  status = (int) arguments[0];
                  yield null;
                }
                case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                case "setHeader", "addHeader" ->
                    headers.put((String) arguments[0], (String) arguments[1]);
                default -> null;
              });
    }
  }

  private static ServletConfig config() {
    return proxy(
        ServletConfig.class,
        (name, arguments) ->
            switch (name) {
              case "getServletContext" -> context();
              case "getServletName" -> "exchange";
              case "getInitParameterNames" -> Collections.emptyEnumeration();
              default -> null;
            });
  }

  private static ServletContext context() {
    return proxy(
        ServletContext.class,
        (name, arguments) ->
            switch (name) {
              case "getInitParameterNames", "getAttributeNames" -> Collections.emptyEnumeration();
              case "getContextPath" -> "";
              default -> null;
            });
  }

  private interface Does {
    Object call(String method, Object[] arguments) throws Exception;
  }

  /** Of an interface of the servlet container: what is not told is null, false or zero. */
  private static <T> T proxy(Class<T> type, Does does) {
    return type.cast(
        Proxy.newProxyInstance(
            SoapDoor.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              var told = does.call(method.getName(), arguments);
              var returned = method.getReturnType();
              if (told != null || !returned.isPrimitive() || returned == void.class) {
                return returned == void.class || returned == AsyncContext.class ? null : told;
              }
              return returned == boolean.class
                  ? (Object) false
                  : returned == long.class ? (Object) 0L : (Object) 0;
            }));
  }
}
