package org.dossierhub.benchmark.exchange;

import com.helger.http.header.HttpHeaderMap;
import com.helger.httpclient.HttpClientFactory;
import com.helger.httpclient.HttpClientManager;
import com.helger.httpclient.HttpClientSettings;
import com.helger.mime.CMimeType;
import com.helger.phase4.attachment.AS4OutgoingAttachment;
import com.helger.phase4.attachment.EAS4CompressionMode;
import com.helger.phase4.crypto.ECryptoAlgorithmSign;
import com.helger.phase4.crypto.ECryptoAlgorithmSignDigest;
import com.helger.phase4.crypto.IAS4CryptoFactory;
import com.helger.phase4.messaging.http.BasicHttpPoster;
import com.helger.phase4.model.pmode.PMode;
import com.helger.phase4.sender.AS4Sender;
import com.helger.phase4.sender.EAS4UserMessageSendResult;
import com.helger.scope.mgr.ScopeManager;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.dossierhub.system.neighbour.SystemIdentity;

/**
 * AS4 with phase4: the part as attachment, message and attachment signed, the signed receipt
 * checked. Connections stay open between messages, as those of the other senders do; phase4 by
 * itself opens one for each message.
 */
final class SendByPhase4 implements Sending {
  private final URI address;
  private final IAS4CryptoFactory keys;
  private final HttpClientManager connections;
  private final PMode agreement;
  private final String profile;

  SendByPhase4(URI address, Path identities, Path trust, Path folder)
      throws IOException, GeneralSecurityException {
    this.address = address;
    ScopeManager.onGlobalBegin("sender"); // where phase4 keeps its registers
    var identity = SystemIdentity.open(identities, SendBySoap.SENDER);
    keys = As4Agreement.keys(identity, trust, folder);
    var settings = new HttpClientSettings();
    settings.setSSLContext(identity.tls(trust.resolve("tls")));
    connections = new HttpClientManager(new AnyConnection(settings));
    agreement = As4Agreement.pmode(address.toString());
    profile = As4Agreement.profile(agreement);
  }

  @Override
  public Letter write(Size size) {
    return new Letter(UUID.randomUUID(), size, null);
  }

  @Override
  public Line open() {
    return this::send;
  }

  private void send(Letter letter) throws IOException {
    var result =
        AS4Sender.builderUserMessage()
            .customHttpPoster(new OverOpenConnections(connections))
            .cryptoFactory(keys)
            .withSigningParams(
                signing ->
                    signing
                        .setAlgorithmSign(ECryptoAlgorithmSign.RSA_SHA_256)
                        .setAlgorithmSignDigest(ECryptoAlgorithmSignDigest.DIGEST_SHA_256))
            .as4ProfileID(profile)
            .pmode(agreement)
            .service(As4Agreement.SERVICE)
            .action(As4Agreement.ACTION)
            .agreementRef(As4Agreement.REFERENCE)
            .fromPartyID(As4Agreement.SENDER)
            .fromRole(As4Agreement.SENDER_ROLE)
            .toPartyID(As4Agreement.RECEIVER)
            .toRole(As4Agreement.RECEIVER_ROLE)
            .endpointURL(address.toString())
            .payload(
                AS4OutgoingAttachment.builder()
                    .data(letter.part())
                    .mimeType(CMimeType.APPLICATION_OCTET_STREAM)
                    .compression((EAS4CompressionMode) null))
            .sendMessageAndCheckForReceipt();
    if (result != EAS4UserMessageSendResult.SUCCESS) {
      throw new IOException("No receipt: " + result);
    }
  }

  /** Else a connection that knows its client by certificate is not used twice. */
  private static final class AnyConnection extends HttpClientFactory {
    AnyConnection(HttpClientSettings settings) {
      super(settings);
    }

    @Override
    public HttpClientBuilder createHttpClientBuilder() {
      return super.createHttpClientBuilder().disableConnectionState();
    }
  }

  private static final class OverOpenConnections extends BasicHttpPoster {
    private final HttpClientManager connections;

    OverOpenConnections(HttpClientManager connections) {
      this.connections = connections;
    }

    @Override
    public <T> T sendGenericMessage(
        String url,
        HttpHeaderMap headers,
        HttpEntity entity,
        HttpClientResponseHandler<? extends T> answers)
        throws IOException {
      var post = new HttpPost(url);
      if (headers != null) {
        headers.forEachSingleHeader(post::addHeader, true, isQuoteHttpHeaders());
      }
      post.setEntity(entity);
      return connections.execute(post, answers);
    }
  }
}
