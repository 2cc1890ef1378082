package org.dossierhub.benchmark.exchange;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.cxf.BusFactory;
import org.apache.cxf.configuration.jsse.TLSServerParameters;
import org.apache.cxf.configuration.security.ClientAuthentication;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.transport.http_jetty.JettyHTTPServerEngineFactory;
import org.dossierhub.system.neighbour.ManifestForm;
import org.dossierhub.system.neighbour.SystemIdentity;
import org.dossierhub.system.wire.Exchange;
import org.dossierhub.system.wire.Part;

/**
 * Bare CXF: the hub's port type, TLS with certificates on both sides, the signed manifest checked
 * by the hub's own code, parts forced to the disk and compared with it, a receipt signed by the
 * hub's own code. No WS-Security, no database, no agreement, no repetition recognised.
 *
 * <pre>CxfReceiver PORT IDENTITIES TRUST FOLDER CHECKOUT</pre>
 */
final class CxfReceiver {
  private static final int IN_MEMORY = 4 << 20;

  private CxfReceiver() {}

  public static void main(String[] arguments) throws Exception {
    Answers.quiet();
    int port = Integer.parseInt(arguments[0]);
    var identities = Path.of(arguments[1]);
    var trust = Path.of(arguments[2]);
    var receiver = new Receiver(Path.of(arguments[3]));
    var signing =
        new SigningApart(Path.of(arguments[4]), SystemIdentity.open(identities, "hub-system"));
    publish(
        port, SystemIdentity.open(identities, "hub-tls"), trust.resolve("tls"), receiver, signing);
    receiver.serve();
  }

  private static void publish(
      int port, SystemIdentity identity, Path roots, Receiver receiver, SigningApart signing)
      throws IOException, GeneralSecurityException {
    var bus = BusFactory.getDefaultBus();
    var tls = new TLSServerParameters();
    tls.setKeyManagers(identity.keyManagers());
    tls.setTrustManagers(SystemIdentity.trustManagers(roots));
    var clients = new ClientAuthentication();
    clients.setRequired(true);
    clients.setWant(true);
    tls.setClientAuthentication(clients);
    new JettyHTTPServerEngineFactory(bus).setTLSServerParametersForPort("127.0.0.1", port, tls);
    var service =
        Proxy.newProxyInstance(
            Exchange.class.getClassLoader(),
            new Class<?>[] {Exchange.class},
            (proxy, method, values) ->
                switch (method.getName()) {
                  case "submit" -> take((byte[]) values[0], parts(values[1]), receiver, signing);
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == values[0];
                  case "toString" -> "receiver";
                  default -> throw new UnsupportedOperationException(method.getName());
                });
    var factory = new JaxWsServerFactoryBean();
    factory.setBus(bus);
    factory.setServiceClass(Exchange.class);
    factory.setServiceBean(service);
    factory.setAddress("https://127.0.0.1:" + port + "/exchange");
    factory.setBindingId("http://www.w3.org/2003/05/soap/bindings/HTTP/");
    factory.setProperties(
        new HashMap<>(
            Map.of(
                "mtom-enabled", true, "attachment-memory-threshold", String.valueOf(IN_MEMORY))));
    factory.create();
  }

  private static byte[] take(
      byte[] manifest, List<Part> parts, Receiver receiver, SigningApart signing)
      throws IOException, GeneralSecurityException {
    var form = ManifestForm.read(signing.verified(manifest));
    for (int i = 0; i < parts.size(); i++) {
      var stored = receiver.store(parts.get(i).getContent().getInputStream());
      if (!stored.equals(form.parts().get(i).sha256())) {
        throw new IOException(form.parts().get(i).name() + " is not what the manifest says");
      }
    }
    return signing.signed(ManifestForm.receipt(form, manifest, "H99"));
  }

  private static List<Part> parts(Object given) {
    return ((List<?>) given).stream().map(Part.class::cast).toList();
  }
}
