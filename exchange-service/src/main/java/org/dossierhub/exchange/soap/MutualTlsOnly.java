package org.dossierhub.exchange.soap;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.logging.Logger;
import org.dossierhub.exchange.agency.OneLook;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.protocol.Caller;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.CertificateSubject;

/**
 * The first gate of SOAP: without the client certificate of a registered agency there is nothing
 * here, and not one byte of the body is read.
 */
@WebFilter("/soap/*")
public class MutualTlsOnly extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = Correlation.logger(MutualTlsOnly.class);
  static final String CALLER = Caller.class.getName();

  private transient KnownCertificates known;

  /** For the container. */
  public MutualTlsOnly() {}

  @Inject
  MutualTlsOnly(KnownCertificates known) {
    this.known = known;
  }

  @Override
  @SuppressWarnings("try") // closed at the end
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try (var look = OneLook.open()) {
      admit(request, response, chain);
    }
  }

  private void admit(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var shown = (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
    if (shown == null || shown.length == 0) {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    var agency = known.agencyOf(shown[0]);
    if (agency.isEmpty()) {
      LOG.warning(
          () ->
              "A client certificate that is not registered was turned away: "
                  + CertificateSubject.of(shown[0]).display()
                  + ", "
                  + CertificateId.of(shown[0]));
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    request.setAttribute(
        CALLER,
        new Caller(agency.get(), Channel.SOAP, java.util.Optional.of(CertificateId.of(shown[0]))));
    chain.doFilter(request, response);
  }
}
