package org.dossierhub.exchange.soap;

import jakarta.inject.Inject;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebInitParam;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.namespace.QName;
import org.apache.cxf.attachment.AttachmentDeserializer;
import org.apache.cxf.binding.soap.saaj.SAAJInInterceptor;
import org.apache.cxf.endpoint.Endpoint;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.protocol.Exchange;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.work.Correlation;

/**
 * Offers the contract at {@code /soap/exchange}. A request passes through, in this order:
 *
 * <ol>
 *   <li>{@link MutualTlsOnly}: the client certificate of a registered agency
 *   <li>{@link ArrivingRequest} and {@link OneEnvelope}: the form of the contract, at some speed
 *   <li>the limits below, while the envelope is parsed
 *   <li>{@link WireSecurity}: one time-stamp, one X.509 signature with SHA-256 by a registered
 *       certificate
 *   <li>{@link OneAgency}: body and time-stamp are what was signed, TLS and signature are of one
 *       agency, and the envelope was not here before
 *   <li>{@link WholeQuestion}: one question of exchange.xsd
 *   <li>{@link Attached}: all parts are here, and no others
 *   <li>{@link ExchangeEndpoint}: the operation
 * </ol>
 *
 * Whatever ends this way early becomes a signed fault in {@link RefusalFaults}.
 */
@WebServlet(
    urlPatterns = "/soap/*",
    loadOnStartup = 1,
    initParams = @WebInitParam(name = "hide-service-list-page", value = "true"))
public class ExchangeServlet extends CXFNonSpringServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = Correlation.logger(ExchangeServlet.class);
  private static final QName SERVICE = new QName("urn:dossierhub:exchange:1", "ExchangeService");
  private static final QName PORT = new QName("urn:dossierhub:exchange:1", "ExchangePort");

  /** Signed documents (manifest, receipt) shorter than this lie in the envelope: all of them do. */
  private static final int INLINE = 16 << 20;

  @Inject transient ExchangeEndpoint endpoint;
  @Inject transient WireSecurity security;
  @Inject transient OneAgency oneAgency;
  @Inject transient StorageSettings storage;
  @Inject transient Payloads payloads;

  /** By which the speed of senders is measured. */
  transient LongSupplier nanos = System::nanoTime;

  @Override
  protected void loadBus(ServletConfig config) {
    super.loadBus(config);
    var server = new JaxWsServerFactoryBean();
    server.setBus(getBus());
    server.setServiceClass(Exchange.class);
    server.setServiceBean(endpoint);
    server.setServiceName(SERVICE);
    server.setEndpointName(PORT);
    server.setWsdlLocation("classpath:/protocol/exchange.wsdl");
    server.setBindingId(SOAPBinding.SOAP12HTTP_BINDING);
    server.setAddress("/exchange");
    server.setProperties(limits());
    server.getInInterceptors().add(new OneEnvelope.Readable());
    server.getInInterceptors().add(new OneEnvelope());
    server.getInInterceptors().add(new OneEnvelope.OfSoap12());
    server.getInInterceptors().add(new StreamParts());
    server.getInInterceptors().add(new SAAJInInterceptor());
    server.getInInterceptors().add(security.takesFromAgencies());
    server.getInInterceptors().add(oneAgency);
    server.getInInterceptors().add(new WholeQuestion());
    server.getInInterceptors().add(new Attached(payloads));
    server.getOutInterceptors().add(security.signs());
    server.getOutFaultInterceptors().add(new RefusalFaults());
    server.getOutFaultInterceptors().add(security.signs());
    attachFilesOnly(server.create().getEndpoint());
  }

  /** What is signed in itself lies in the envelope, where every SOAP library finds it. */
  static void attachFilesOnly(Endpoint endpoint) {
    endpoint.getService().getDataBinding().setMtomThreshold(INLINE);
  }

  /**
   * Asked is by POST at one address; anything else, and whatever escapes the SOAP library, is
   * answered in a line of text instead of a page of the server's.
   */
  @Override
  public void service(ServletRequest asked, ServletResponse answer) throws IOException {
    var request = (HttpServletRequest) asked;
    var response = (HttpServletResponse) answer;
    if (!"/exchange".equals(request.getPathInfo())) {
      plain(response, HttpServletResponse.SC_NOT_FOUND, "Ask at /soap/exchange.");
    } else if (!"POST".equals(request.getMethod())) {
      response.setHeader("Allow", "POST");
      plain(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "SOAP 1.2 by POST only.");
    } else {
      var arriving = new ArrivingRequest(request, nanos);
      arriving.setAttribute(ArrivingRequest.class.getName(), arriving);
      try {
        super.service(arriving, response);
      } catch (ServletException | IOException | RuntimeException e) {
        LOG.log(Level.WARNING, "A question over SOAP could not be answered", e);
        plain(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Nothing was decided.");
      } finally {
        arriving.forget();
      }
    }
  }

  private static void plain(HttpServletResponse response, int status, String words)
      throws IOException {
    if (!response.isCommitted()) {
      response.setStatus(status);
      response.setContentType("text/plain;charset=UTF-8");
      response.getOutputStream().write((words + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private Map<String, Object> limits() {
    var folder = storage.incoming();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder for arriving parts cannot be made", e);
    }
    var limits = new HashMap<String, Object>();
    limits.put("mtom-enabled", true);
    limits.put(AttachmentDeserializer.ATTACHMENT_DIRECTORY, folder.toString());
    limits.put(AttachmentDeserializer.ATTACHMENT_MAX_SIZE, Limits.GREATEST.partBytes());
    // A few more than there may be, so that Attached is who refuses them.
    limits.put(AttachmentDeserializer.ATTACHMENT_MAX_COUNT, Limits.GREATEST.parts() + 2);
    limits.putAll(WireSecurity.envelopeLimits());
    limits.putAll(WireSecurity.noReplayCaches());
    // Refusals are logged once, by RefusalFaults, and not with a stack trace for every stranger.
    limits.put(
        FaultListener.class.getName(), (FaultListener) (exception, description, message) -> false);
    return limits;
  }
}
