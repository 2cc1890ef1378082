package org.dossierhub.exchange.soap;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * Trusts the server certificate that is registered for the agency being called and no other, so
 * that neither a foreign CA nor a changed name server can lead a message astray. The host name adds
 * nothing to that and is not compared.
 */
final class RegisteredServer extends X509ExtendedTrustManager {
  private final KnownCertificates known;
  private final AgencyCode agency;

  RegisteredServer(KnownCertificates known, AgencyCode agency) {
    this.known = known;
    this.agency = agency;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (chain == null || chain.length == 0) {
      throw new CertificateException(agency.value() + " shows no certificate");
    }
    var holder = known.holderOf(chain[0]).filter(found -> found.agency().code().equals(agency));
    if (holder.isEmpty()) {
      throw new CertificateException(
          "The certificate "
              + CertificateId.of(chain[0])
              + " is not registered for "
              + agency.value());
    }
    if (holder.get().certificate().revokedAt().isPresent()) {
      throw new CertificateException(
          "The certificate "
              + CertificateId.of(chain[0])
              + " of "
              + agency.value()
              + " is revoked");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("The hub is the client here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
