package org.dossierhub.system.neighbour;

import jakarta.activation.DataHandler;
import jakarta.xml.ws.Holder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.datatype.XMLGregorianCalendar;
import org.apache.cxf.BusFactory;
import org.apache.cxf.configuration.jsse.TLSServerParameters;
import org.apache.cxf.configuration.security.ClientAuthentication;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.transport.http_jetty.JettyHTTPServerEngineFactory;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.dossierhub.system.wire.Acknowledge;
import org.dossierhub.system.wire.AcknowledgeResponse;
import org.dossierhub.system.wire.Exchange;
import org.dossierhub.system.wire.File;
import org.dossierhub.system.wire.Part;
import org.dossierhub.system.wire.PublishedResult;
import org.dossierhub.system.wire.Refusal;
import org.dossierhub.system.wire.RefusalFault;
import org.dossierhub.system.wire.StatusEvent;
import org.dossierhub.system.wire.VerificationReport;
import org.dossierhub.system.wire.WaitingMessage;
import org.dossierhub.system.wire.WithdrawnMessage;

/**
 * The address to which the hub pushes messages: the same port type as the hub's own, on a TLS port
 * that wants a certificate.
 */
final class PushEndpoint implements AutoCloseable {
  private final Server server;
  private final int port;

  PushEndpoint(
      int port, SystemIdentity identity, Path tlsRoots, Path governmentRoots, TakenMessages taken) {
    this.port = port;
    var bus = BusFactory.getDefaultBus();
    try {
      var tls = new TLSServerParameters();
      tls.setKeyManagers(identity.keyManagers());
      tls.setTrustManagers(SystemIdentity.trustManagers(tlsRoots));
      var clients = new ClientAuthentication();
      clients.setRequired(true);
      clients.setWant(true);
      tls.setClientAuthentication(clients);
      var engines = new JettyHTTPServerEngineFactory(bus);
      engines.setTLSServerParametersForPort("127.0.0.1", port, tls);
    } catch (IOException | java.security.GeneralSecurityException e) {
      throw new IllegalStateException("Cannot open port " + port, e);
    }
    var factory = new JaxWsServerFactoryBean();
    factory.setBus(bus);
    factory.setServiceClass(Exchange.class);
    factory.setServiceBean(new Service(taken));
    factory.setAddress("https://127.0.0.1:" + port + "/exchange");
    factory.setBindingId("http://www.w3.org/2003/05/soap/bindings/HTTP/");
    factory.setProperties(
        new HashMap<>(
            Map.of(
                "mtom-enabled", true,
                "attachment-max-size", "1100000000",
                "attachment-memory-threshold", "262144")));
    factory.getInInterceptors().add(new WSS4JInInterceptor(SoapChannel.checking(governmentRoots)));
    factory.getOutInterceptors().add(new WSS4JOutInterceptor(SoapChannel.signing(identity)));
    factory.getOutFaultInterceptors().add(new WSS4JOutInterceptor(SoapChannel.signing(identity)));
    server = factory.create();
  }

  @Override
  public void close() {
    server.destroy();
    JettyHTTPServerEngineFactory.destroyForPort(port);
  }

  /** What an agency answers: takes messages, gives receipts again, offers nothing else. */
  private record Service(TakenMessages taken) implements Exchange {
    @Override
    public byte[] submit(byte[] manifest, List<Part> parts) throws RefusalFault {
      try {
        var arriving = new ArrayList<TakenMessages.Arriving>();
        for (Part part : parts) {
          arriving.add(
              new TakenMessages.Arriving(part.getName(), part.getContent().getInputStream()));
        }
        return taken.take("SOAP", manifest, arriving);
      } catch (TakenMessages.NotTaken e) {
        throw refusal("MANIFEST_MISMATCH", e.getMessage());
      } catch (IOException e) {
        throw refusal("TRY_AGAIN_LATER", e.toString());
      }
    }

    @Override
    public byte[] receipt(String sender, String messageId) throws RefusalFault {
      try {
        return taken
            .receiptOf(messageId)
            .orElseThrow(() -> refusal("UNKNOWN_MESSAGE", "never taken: " + messageId));
      } catch (IOException e) {
        throw refusal("TRY_AGAIN_LATER", e.toString());
      }
    }

    @Override
    public void status(
        Holder<String> dossierCode,
        Holder<Integer> status,
        Holder<String> label,
        Holder<XMLGregorianCalendar> since,
        Holder<List<StatusEvent>> history,
        Holder<List<PublishedResult>> result)
        throws RefusalFault {
      throw refusal("NOT_OFFERED", "status");
    }

    @Override
    public File fetchResult(String resultId) throws RefusalFault {
      throw refusal("NOT_OFFERED", "fetchResult");
    }

    @Override
    public File fetchPart(String sender, String messageId, String name) throws RefusalFault {
      throw refusal("NOT_OFFERED", "fetchPart");
    }

    @Override
    public VerificationReport verify(String name, DataHandler content) throws RefusalFault {
      throw refusal("NOT_OFFERED", "verify");
    }

    @Override
    public void fetch(
        String batch,
        Integer atMost,
        Integer leaseSeconds,
        Holder<List<WaitingMessage>> message,
        Holder<List<WithdrawnMessage>> withdrawn,
        Holder<Integer> waiting)
        throws RefusalFault {
      throw refusal("NOT_OFFERED", "fetch");
    }

    @Override
    public AcknowledgeResponse acknowledge(Acknowledge parameters) throws RefusalFault {
      throw refusal("NOT_OFFERED", "acknowledge");
    }

    @Override
    public void withdraw(
        byte[] withdrawal,
        Holder<String> messageId,
        Holder<XMLGregorianCalendar> withdrawnAt,
        Holder<Boolean> handedOut)
        throws RefusalFault {
      throw refusal("NOT_OFFERED", "withdraw");
    }

    @Override
    public File fetchEvidence(String sender, String messageId) throws RefusalFault {
      throw refusal("NOT_OFFERED", "fetchEvidence");
    }

    private static RefusalFault refusal(String code, String detail) {
      var refusal = new Refusal();
      refusal.setCode(code);
      refusal.setReasonVi("Không nhận: " + detail);
      refusal.setReasonEn("Not taken: " + detail);
      return new RefusalFault(code + ": " + detail, refusal);
    }
  }
}
