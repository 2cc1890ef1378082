package org.dossierhub.exchange.soap;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.xml.ws.soap.SOAPBinding;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import javax.xml.namespace.QName;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.attachment.AttachmentDeserializer;
import org.apache.cxf.binding.soap.saaj.SAAJInInterceptor;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.protocol.Exchange;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * The end points of agencies that take pushes, ready to be called: mutual TLS with the hub's system
 * certificate, WS-Security both ways, MTOM, time-outs. One client for each agency and address.
 */
@ApplicationScoped
class AgencyEndpoints {
  private static final String NAMESPACE = "urn:dossierhub:exchange:1";

  /** Milliseconds. */
  private static final long CONNECT_WITHIN = 10_000;

  /** Milliseconds an agency may take to check and store a message before it answers. */
  private static final long ANSWER_WITHIN = 120_000;

  private HubKey key;
  private WireSecurity security;
  private KnownCertificates known;
  private final Map<Place, Exchange> clients = new ConcurrentHashMap<>();
  private Bus bus;

  private record Place(AgencyCode agency, URI address) {}

  /** For the container's proxy. */
  protected AgencyEndpoints() {}

  @Inject
  AgencyEndpoints(HubKey key, WireSecurity security, KnownCertificates known) {
    this.key = key;
    this.security = security;
    this.known = known;
  }

  Exchange of(Agency agency) {
    var address =
        agency
            .address()
            .orElseThrow(
                () -> new IllegalStateException(agency.code().value() + " has no SOAP address"));
    if (!"https".equals(address.getScheme())) {
      throw new IllegalStateException(
          "Only https is called, " + agency.code().value() + " has " + address);
    }
    return clients.computeIfAbsent(new Place(agency.code(), address), this::client);
  }

  private Exchange client(Place place) {
    var factory = new JaxWsProxyFactoryBean();
    factory.setBus(bus());
    factory.setServiceClass(Exchange.class);
    factory.setServiceName(new QName(NAMESPACE, "ExchangeService"));
    factory.setEndpointName(new QName(NAMESPACE, "ExchangePort"));
    factory.setBindingId(SOAPBinding.SOAP12HTTP_BINDING);
    factory.setAddress(place.address().toString());
    factory.setProperties(properties());
    factory.getOutInterceptors().add(security.signs());
    factory.getInInterceptors().add(new SAAJInInterceptor());
    factory.getInInterceptors().add(security.takesFrom(place.agency()));
    factory.getInInterceptors().add(new AnswerIsSigned());
    factory.getInFaultInterceptors().add(new SAAJInInterceptor());
    factory.getInFaultInterceptors().add(security.takesFrom(place.agency()));
    factory.getInFaultInterceptors().add(new AnswerIsSigned());
    var proxy = factory.create(Exchange.class);
    var client = ClientProxy.getClient(proxy);
    ExchangeServlet.attachFilesOnly(client.getEndpoint());
    line(client, place.agency());
    return proxy;
  }

  private static Map<String, Object> properties() {
    var properties = new HashMap<String, Object>();
    properties.put("mtom-enabled", true);
    properties.put("thread.local.request.context", "true");
    properties.put(AttachmentDeserializer.ATTACHMENT_MAX_SIZE, 1L << 20); // an answer has no parts
    properties.put(AttachmentDeserializer.ATTACHMENT_MAX_COUNT, 1);
    properties.putAll(WireSecurity.envelopeLimits());
    properties.putAll(WireSecurity.noReplayCaches());
    return properties;
  }

  private void line(Client client, AgencyCode agency) {
    var conduit = (HTTPConduit) client.getConduit();
    var policy = new HTTPClientPolicy();
    policy.setConnectionTimeout(CONNECT_WITHIN);
    policy.setReceiveTimeout(ANSWER_WITHIN);
    policy.setAllowChunking(true);
    policy.setAutoRedirect(false);
    policy.setVersion("1.1");
    conduit.setClient(policy);
    var tls = new TLSClientParameters();
    try {
      tls.setKeyManagers(key.keyManagers());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The system key cannot be used for TLS", e);
    }
    tls.setTrustManagers(new TrustManager[] {new RegisteredServer(known, agency)});
    conduit.setTlsClientParameters(tls);
  }

  private synchronized Bus bus() {
    if (bus == null) {
      bus = BusFactory.newInstance().createBus();
    }
    return bus;
  }

  @PreDestroy
  synchronized void close() {
    clients.values().forEach(proxy -> ClientProxy.getClient(proxy).destroy());
    clients.clear();
    if (bus != null) {
      bus.shutdown(true);
    }
  }
}
