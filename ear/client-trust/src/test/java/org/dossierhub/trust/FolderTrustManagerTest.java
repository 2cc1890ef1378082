package org.dossierhub.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.pki.Identity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes against one listener that is never started again. */
class FolderTrustManagerTest {

  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final FolderTrustProvider PROVIDER = new FolderTrustProvider();

  @TempDir Path folder;
  private SSLContext listener;

  @BeforeAll
  static void register_the_algorithm() {
    Security.addProvider(PROVIDER);
  }

  @AfterAll
  static void forget_the_algorithm() {
    Security.removeProvider(PROVIDER.getName());
    System.clearProperty("hub.tls.trust.folder");
  }

  @BeforeEach
  void a_listener_that_asks_for_client_certificates() throws Exception {
    System.setProperty("hub.tls.trust.folder", folder.toString());
    var factory = TrustManagerFactory.getInstance("HubFolder");
    factory.init((KeyStore) null);
    listener = SSLContext.getInstance("TLS");
    listener.init(keys(PKI.identity("hub-tls")), factory.getTrustManagers(), null);
  }

  @Test
  void an_empty_folder_trusts_nobody() {
    assertThatThrownBy(() -> greet("agency-h99-21")).isInstanceOf(IOException.class);
  }

  @Test
  void
      an_agency_is_let_in_as_soon_as_its_certificate_lies_in_the_folder_and_no_longer_when_it_is_taken_out()
          throws Exception {
    assertThatThrownBy(() -> greet("agency-h99-21")).isInstanceOf(IOException.class);

    var file = trust("agency-h99-21");
    assertThat(greet("agency-h99-21")).contains("NÔNG NGHIỆP VÀ MÔI TRƯỜNG");

    Files.delete(file);
    assertThatThrownBy(() -> greet("agency-h99-21")).isInstanceOf(IOException.class);
  }

  @Test
  void one_agency_in_the_folder_does_not_let_in_another_of_the_same_authority() throws Exception {
    trust("agency-h99-21");

    assertThatThrownBy(() -> greet("agency-h99-151")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> greet("stranger")).isInstanceOf(IOException.class);
  }

  @Test
  void an_impostor_with_the_same_issuer_name_stays_outside() throws Exception {
    trust("agency-h99-21");

    assertThatThrownBy(() -> greet("impostor")).isInstanceOf(IOException.class);
  }

  @Test
  void an_unreadable_file_does_not_shut_out_the_others() throws Exception {
    trust("agency-h99-21");
    Files.writeString(folder.resolve("half-written.pem"), "-----BEGIN CERTIFICATE-----\nMIIC");

    assertThat(greet("agency-h99-21")).contains("NÔNG NGHIỆP VÀ MÔI TRƯỜNG");
  }

  @Test
  void a_client_without_certificate_is_refused() throws Exception {
    trust("agency-h99-21");

    assertThatThrownBy(() -> greet(new KeyManager[0])).isInstanceOf(IOException.class);
  }

  private Path trust(String name) throws Exception {
    var pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes("US-ASCII"))
                .encodeToString(PKI.identity(name).certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return Files.writeString(folder.resolve(name + ".pem"), pem);
  }

  private String greet(String name) throws Exception {
    return greet(keys(PKI.identity(name)));
  }

  /** The subject that the listener saw, when it let the client in. */
  private String greet(KeyManager[] client) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(client, new TrustManager[] {new TrustsTheListener()}, null);
    var threads = Executors.newSingleThreadExecutor();
    try (var server =
        (SSLServerSocket)
            listener
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setNeedClientAuth(true);
      server.setSoTimeout(10_000);
      var seen =
          threads.submit(
              () -> {
                try (var socket = (SSLSocket) server.accept()) {
                  socket.setSoTimeout(10_000);
                  var subject =
                      ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                          .getSubjectX500Principal()
                          .toString();
                  socket.getOutputStream().write(1);
                  return subject;
                }
              });
      try (var socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
        socket.setSoTimeout(10_000);
        if (socket.getInputStream().read() != 1) {
          throw new IOException("closed");
        }
      }
      return seen.get(10, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static KeyManager[] keys(Identity identity) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
    var factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  /** What the client thinks of the listener is not what is tested here. */
  private static final class TrustsTheListener extends javax.net.ssl.X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
