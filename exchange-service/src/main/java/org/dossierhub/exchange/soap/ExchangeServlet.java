package org.dossierhub.exchange.soap;

import jakarta.inject.Inject;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.annotation.WebInitParam;
import jakarta.servlet.annotation.WebServlet;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import javax.xml.namespace.QName;
import org.apache.cxf.attachment.AttachmentDeserializer;
import org.apache.cxf.binding.soap.saaj.SAAJInInterceptor;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.protocol.Exchange;
import org.dossierhub.exchange.settings.StorageSettings;

/**
 * Offers the contract at {@code /soap/exchange}. A request passes through, in this order:
 *
 * <ol>
 *   <li>{@link MutualTlsOnly}: the client certificate of a registered agency
 *   <li>the limits below, while the envelope is parsed
 *   <li>{@link WireSecurity}: one time-stamp, one X.509 signature with SHA-256 by a registered
 *       certificate
 *   <li>{@link OneAgency}: body and time-stamp are what was signed, TLS and signature are of one
 *       agency, and the envelope was not here before
 *   <li>{@link ExchangeEndpoint}: the operation; parts of a message still stream at this point
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
  private static final QName SERVICE = new QName("urn:dossierhub:exchange:1", "ExchangeService");
  private static final QName PORT = new QName("urn:dossierhub:exchange:1", "ExchangePort");

  /** Bytes of a part held in memory before they go to a file. */
  private static final int PART_IN_MEMORY = 64 * 1024;

  /** Bytes up to which octets inside the envelope (manifest, receipt) stay inline: all of them. */
  static final int INLINE = 16 << 20;

  @Inject private transient ExchangeEndpoint endpoint;
  @Inject private transient WireSecurity security;
  @Inject private transient OneAgency oneAgency;
  @Inject private transient StorageSettings storage;

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
    server.getInInterceptors().add(new StreamParts());
    server.getInInterceptors().add(new SAAJInInterceptor());
    server.getInInterceptors().add(security.takesFromAgencies());
    server.getInInterceptors().add(oneAgency);
    server.getOutInterceptors().add(security.signs());
    server.getOutFaultInterceptors().add(new RefusalFaults());
    server.getOutFaultInterceptors().add(security.signs());
    server.create();
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
    limits.put("mtom-threshold", INLINE);
    limits.put(AttachmentDeserializer.ATTACHMENT_DIRECTORY, folder.toString());
    limits.put(AttachmentDeserializer.ATTACHMENT_MEMORY_THRESHOLD, PART_IN_MEMORY);
    limits.put(AttachmentDeserializer.ATTACHMENT_MAX_SIZE, Limits.GREATEST.partBytes());
    limits.put(AttachmentDeserializer.ATTACHMENT_MAX_COUNT, Limits.GREATEST.parts());
    limits.putAll(WireSecurity.envelopeLimits());
    limits.putAll(WireSecurity.noReplayCaches());
    // Refusals are logged once, by RefusalFaults, and not with a stack trace for every stranger.
    limits.put(
        FaultListener.class.getName(), (FaultListener) (exception, description, message) -> false);
    return limits;
  }
}
