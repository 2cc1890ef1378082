package org.dossierhub.system.neighbour;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.xml.ws.Holder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.datatype.XMLGregorianCalendar;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.Merlin;
import org.dossierhub.system.wire.Exchange;
import org.dossierhub.system.wire.Part;
import org.dossierhub.system.wire.PublishedResult;
import org.dossierhub.system.wire.RefusalFault;
import org.dossierhub.system.wire.StatusEvent;
import org.dossierhub.system.wire.VerificationReport;

/** The SOAP side of a neighbour: calls the hub as {@code docs/protocol/README.md} asks. */
public final class SoapChannel implements HubChannel {
  /** The proofs of one caller; in an honest caller all of them belong to one agency. */
  public record Proofs(SystemIdentity transport, SystemIdentity message) {}

  private final Exchange hub;
  private final Client client;

  public SoapChannel(URI hubAddress, Proofs proofs, Path tlsRoots, Path governmentRoots) {
    var factory = new JaxWsProxyFactoryBean();
    factory.setServiceClass(Exchange.class);
    factory.setAddress(hubAddress.toString());
    factory.setBindingId("http://www.w3.org/2003/05/soap/bindings/HTTP/");
    factory.setProperties(new HashMap<>(Map.of("mtom-enabled", true)));
    hub = factory.create(Exchange.class);
    client = ClientProxy.getClient(hub);
    if (proofs.message() != null) {
      client.getOutInterceptors().add(new WSS4JOutInterceptor(signing(proofs.message())));
      var checking = new WSS4JInInterceptor(checking(governmentRoots));
      client.getInInterceptors().add(checking);
      client.getInFaultInterceptors().add(new WSS4JInInterceptor(checking(governmentRoots)));
    }
    var conduit = (HTTPConduit) client.getConduit();
    var tls = new TLSClientParameters();
    tls.setTrustManagers(SystemIdentity.trustManagers(tlsRoots));
    if (proofs.transport() != null) {
      tls.setKeyManagers(proofs.transport().keyManagers());
    }
    conduit.setTlsClientParameters(tls);
    var policy = new HTTPClientPolicy();
    policy.setConnectionTimeout(10_000);
    policy.setReceiveTimeout(120_000);
    policy.setAllowChunking(true);
    conduit.setClient(policy);
  }

  /** Body and time-stamp signed as sent, with the parts as references (docs/protocol/README.md). */
  static Map<String, Object> signing(SystemIdentity identity) {
    var settings = new HashMap<String, Object>();
    settings.put(
        ConfigurationConstants.ACTION,
        ConfigurationConstants.TIMESTAMP + " " + ConfigurationConstants.SIGNATURE);
    settings.put(ConfigurationConstants.USER, identity.alias());
    settings.put(
        ConfigurationConstants.PW_CALLBACK_REF,
        (javax.security.auth.callback.CallbackHandler)
            callbacks -> {
              for (var callback : callbacks) {
                ((org.apache.wss4j.common.ext.WSPasswordCallback) callback)
                    .setPassword(new String(identity.password()));
              }
            });
    settings.put(ConfigurationConstants.SIG_PROP_REF_ID, "signing");
    settings.put("signing", crypto(identity));
    settings.put(ConfigurationConstants.SIG_KEY_ID, "DirectReference");
    settings.put(
        ConfigurationConstants.SIG_ALGO, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
    settings.put(ConfigurationConstants.SIG_DIGEST_ALGO, "http://www.w3.org/2001/04/xmlenc#sha256");
    settings.put(
        ConfigurationConstants.SIGNATURE_PARTS,
        "{Element}{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}Timestamp;"
            + "{Element}{http://www.w3.org/2003/05/soap-envelope}Body");
    settings.put(ConfigurationConstants.TTL_TIMESTAMP, "300");
    settings.put(ConfigurationConstants.EXPAND_XOP_INCLUDE, "false");
    settings.put(ConfigurationConstants.STORE_BYTES_IN_ATTACHMENT, "false");
    return settings;
  }

  /** The answer has to be signed by somebody of the government hierarchy. */
  static Map<String, Object> checking(Path governmentRoots) {
    var settings = new HashMap<String, Object>();
    settings.put(
        ConfigurationConstants.ACTION,
        ConfigurationConstants.TIMESTAMP + " " + ConfigurationConstants.SIGNATURE);
    settings.put(ConfigurationConstants.SIG_VER_PROP_REF_ID, "checking");
    try {
      var crypto = new Merlin();
      crypto.setTrustStore(
          SystemIdentity.roots(governmentRoots, governmentRoots.resolveSibling("intermediates")));
      settings.put("checking", crypto);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    settings.put(ConfigurationConstants.EXPAND_XOP_INCLUDE, "false");
    return settings;
  }

  private static Merlin crypto(SystemIdentity identity) {
    try {
      var crypto = new Merlin();
      crypto.setKeyStore(identity.store());
      return crypto;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Answer submit(String messageId, byte[] manifest, List<PartFile> parts) {
    return answer(
        () -> Answer.receipt(hub.submit(manifest, parts.stream().map(SoapChannel::part).toList())));
  }

  private static Part part(PartFile file) {
    var part = new Part();
    part.setName(file.name());
    part.setMediaType(file.mediaType());
    part.setContent(
        file.bytes() == null
            ? new DataHandler(new jakarta.activation.FileDataSource(file.file().toFile()))
            : new DataHandler(new ByteArrayDataSource(file.bytes(), "application/octet-stream")));
    return part;
  }

  @Override
  public Answer receipt(String messageId) {
    return answer(() -> Answer.receipt(hub.receipt(null, messageId)));
  }

  @Override
  public Answer status(String dossierCode) {
    return answer(
        () -> {
          var status = new Holder<Integer>();
          var label = new Holder<String>();
          var since = new Holder<XMLGregorianCalendar>();
          var history = new Holder<List<StatusEvent>>();
          var results = new Holder<List<PublishedResult>>();
          hub.status(new Holder<>(dossierCode), status, label, since, history, results);
          return Answer.status(status.value, label.value, results.value);
        });
  }

  @Override
  public Answer fetchResult(String resultId) {
    return answer(
        () -> {
          var file = hub.fetchResult(resultId);
          var out = new ByteArrayOutputStream();
          try {
            file.getContent().writeTo(out);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return Answer.file(file.getName(), file.getSha256(), out.toByteArray());
        });
  }

  /** A part of a message that was delivered without its content. */
  byte[] fetchPart(String sender, String messageId, String name) {
    try {
      var file = hub.fetchPart(sender, messageId, name);
      var out = new ByteArrayOutputStream();
      file.getContent().writeTo(out);
      return out.toByteArray();
    } catch (RefusalFault e) {
      throw new IllegalStateException("Refused: " + e.getFaultInfo().getReasonEn(), e);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the hub says of the signatures of a file. */
  VerificationReport verify(String name, byte[] file) throws RefusalFault {
    return hub.verify(
        name, new DataHandler(new ByteArrayDataSource(file, "application/octet-stream")));
  }

  private interface Call {
    Answer make() throws RefusalFault;
  }

  private static Answer answer(Call call) {
    try {
      return call.make();
    } catch (RefusalFault e) {
      return Answer.refusal(e.getFaultInfo());
    }
  }

  @Override
  public void close() {
    client.destroy();
  }
}
