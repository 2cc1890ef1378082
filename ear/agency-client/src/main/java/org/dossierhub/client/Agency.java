package org.dossierhub.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.token.SigningToken;
import org.dossierhub.signing.xml.SignXml;

/** Who this agency is towards the hub: its code and its key, for signatures and for TLS. */
final class Agency {
  private final AgencyCode code;
  private final SigningToken token;
  private final SSLContext tls;
  private final SignXml signing;

  private Agency(AgencyCode code, SigningToken token, SSLContext tls, Clock clock) {
    this.code = code;
    this.token = token;
    this.tls = tls;
    this.signing = new SignXml(clock);
  }

  static Agency open(BoxSettings settings, HubTrust trust, Clock clock) throws BoxProblem {
    char[] password = {};
    try {
      password = Files.readString(settings.passwordFile()).strip().toCharArray();
      var store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(settings.key())) {
        store.load(in, password);
      }
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      var tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), trust.forTls(), null);
      return new Agency(settings.agency(), Pkcs12Token.open(settings.key(), password), tls, clock);
    } catch (IOException | GeneralSecurityException e) {
      throw new BoxProblem(
          "Không mở được khóa %s với mật khẩu trong %s (%s)"
              .formatted(settings.key(), settings.passwordFile(), e.getMessage()),
          "The key %s cannot be opened with the password in %s"
              .formatted(settings.key(), settings.passwordFile()),
          e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  AgencyCode code() {
    return code;
  }

  SSLContext tls() {
    return tls;
  }

  X509Certificate certificate() {
    return token.certificate();
  }

  byte[] sign(byte[] xml) throws BoxProblem {
    try {
      return signing.signEnveloped(xml, token);
    } catch (IllegalArgumentException e) {
      throw new BoxProblem("Không ký được: " + e.getMessage(), "Cannot be signed", e);
    }
  }

  void close() {
    token.close();
  }
}
