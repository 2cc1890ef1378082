package org.dossierhub.benchmark.exchange;

import com.helger.collection.commons.CommonsArrayList;
import com.helger.collection.commons.ICommonsList;
import com.helger.http.EHttpMethod;
import com.helger.http.header.HttpHeaderMap;
import com.helger.phase4.attachment.WSS4JAttachment;
import com.helger.phase4.crypto.IAS4CryptoFactory;
import com.helger.phase4.ebms3header.Ebms3SignalMessage;
import com.helger.phase4.ebms3header.Ebms3UserMessage;
import com.helger.phase4.error.AS4ErrorList;
import com.helger.phase4.incoming.AS4RequestHandler;
import com.helger.phase4.incoming.AS4ServerInitializer;
import com.helger.phase4.incoming.IAS4IncomingMessageMetadata;
import com.helger.phase4.incoming.IAS4IncomingMessageState;
import com.helger.phase4.incoming.spi.AS4MessageProcessorResult;
import com.helger.phase4.incoming.spi.AS4SignalMessageProcessorResult;
import com.helger.phase4.incoming.spi.IAS4IncomingMessageProcessorSPI;
import com.helger.phase4.mgr.MetaAS4Manager;
import com.helger.phase4.model.pmode.IPMode;
import com.helger.phase4.servlet.AS4UnifiedResponse;
import com.helger.phase4.servlet.AS4XServletHandler;
import com.helger.phase4.servlet.IAS4ServletRequestHandlerCustomizer;
import com.helger.web.scope.IRequestWebScopeWithoutResponse;
import com.helger.web.servlets.scope.WebScopeListener;
import com.helger.xservlet.AbstractXServlet;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import org.dossierhub.system.neighbour.SystemIdentity;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.w3c.dom.Node;

/**
 * phase4's servlet on Jetty, with TLS and certificates on both sides: a message that is signed as
 * agreed is stored, forced to the disk and answered by a signed receipt. What it has seen before is
 * kept in memory, as phase4 does by itself.
 *
 * <pre>Phase4Receiver PORT IDENTITIES TRUST FOLDER</pre>
 */
final class Phase4Receiver {
  static final String PATH = "/as4";

  private Phase4Receiver() {}

  public static void main(String[] arguments) throws Exception {
    Answers.quiet();
    int port = Integer.parseInt(arguments[0]);
    var identities = Path.of(arguments[1]);
    var trust = Path.of(arguments[2]);
    var folder = Path.of(arguments[3]);
    var receiver = new Receiver(folder.resolve("parts"));
    var keys =
        As4Agreement.keys(
            SystemIdentity.open(identities, "hub-system"), trust, folder.resolve("keys"));
    listen(
        port,
        SystemIdentity.open(identities, "hub-tls"),
        trust.resolve("tls"),
        () -> new TakeMessage(keys, receiver));
    AS4ServerInitializer.initAS4Server();
    var agreement = As4Agreement.pmode("https://localhost:" + port + PATH);
    As4Agreement.profile(agreement);
    MetaAS4Manager.getPModeMgr().createPMode(agreement);
    receiver.serve();
  }

  private static void listen(
      int port, SystemIdentity identity, Path roots, Supplier<TakeMessage> servlet)
      throws Exception {
    var server = new Server();
    var tls = new SslContextFactory.Server();
    tls.setSslContext(identity.tls(roots));
    tls.setNeedClientAuth(true);
    var http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer(false));
    var connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setIdleTimeout(600_000); // a line that rests between two turns is not cut
    server.addConnector(connector);
    var context = new ServletContextHandler("/");
    context.addEventListener(new WebScopeListener());
    server.setHandler(context);
    server.start();
    // phase4's servlets are made where its listener has been
    context.addServlet(new ServletHolder(servlet.get()), PATH);
  }

  private static final class TakeMessage extends AbstractXServlet {
    private static final long serialVersionUID = 1;

    TakeMessage(IAS4CryptoFactory keys, Receiver receiver) {
      settings().setMultipartEnabled(false); // phase4 takes it apart itself
      var handler = new AS4XServletHandler();
      handler.setRequestHandlerCustomizer(new OurKeysAndStore(keys, new Store(receiver)));
      handlerRegistry().registerHandler(EHttpMethod.POST, handler);
    }
  }

  private record OurKeysAndStore(IAS4CryptoFactory keys, Store store)
      implements IAS4ServletRequestHandlerCustomizer {
    @Override
    public void customizeBeforeHandling(
        IRequestWebScopeWithoutResponse scope,
        AS4UnifiedResponse response,
        AS4RequestHandler request) {
      request.setCryptoFactory(keys);
      request.setProcessorSupplier(() -> new CommonsArrayList<>(store));
    }

    @Override
    public void customizeAfterHandling(
        IRequestWebScopeWithoutResponse scope,
        AS4UnifiedResponse response,
        AS4RequestHandler request) {}
  }

  private record Store(Receiver receiver) implements IAS4IncomingMessageProcessorSPI {
    @Override
    public AS4MessageProcessorResult processAS4UserMessage(
        IAS4IncomingMessageMetadata metadata,
        HttpHeaderMap headers,
        Ebms3UserMessage message,
        IPMode agreement,
        Node payload,
        ICommonsList<WSS4JAttachment> attachments,
        IAS4IncomingMessageState state,
        AS4ErrorList errors) {
      if (attachments == null || attachments.size() != 1) {
        return AS4MessageProcessorResult.createFailure();
      }
      try {
        receiver.store(attachments.get(0).getSourceStream());
        return AS4MessageProcessorResult.createSuccess();
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public AS4SignalMessageProcessorResult processAS4SignalMessage(
        IAS4IncomingMessageMetadata metadata,
        HttpHeaderMap headers,
        Ebms3SignalMessage message,
        IPMode agreement,
        IAS4IncomingMessageState state,
        AS4ErrorList errors) {
      return AS4SignalMessageProcessorResult.createSuccess();
    }

    @Override
    public void processAS4ResponseMessage(
        IAS4IncomingMessageMetadata metadata,
        IAS4IncomingMessageState state,
        String id,
        byte[] response,
        boolean isAvailable,
        AS4ErrorList errors) {}
  }
}
