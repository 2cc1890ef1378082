package org.dossierhub.exchange.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.logging.Logger;
import org.dossierhub.exchange.delivery.WakeLane;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.NotSlower;
import org.dossierhub.exchange.protocol.Caller;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.CertificateId;

/**
 * Stands before every resource that is {@link ForAgencies}: without the client certificate of a
 * registered agency, valid and not revoked, not one byte of the body is read. The listener of the
 * agencies asks for one; on the public listener nobody shows any.
 */
@ForAgencies
public class AgenciesOnly implements ContainerRequestFilter {
  static final String CALLER = Caller.class.getName();
  private static final Logger LOG = Correlation.logger(AgenciesOnly.class);

  @Inject KnownCertificates known;
  @Inject WakeLane wake;
  @Context HttpServletRequest connection;

  @Override
  public void filter(ContainerRequestContext request) {
    try {
      var caller = caller();
      connection.setAttribute(CALLER, caller);
      wake.heardFrom(caller.agency());
      request.setEntityStream(
          new NotSlower(
              request.getEntityStream(),
              () -> new TryAgainLater("A request of an agency came too slowly")));
    } catch (RefusalFault refused) {
      LOG.warning(() -> "Turned away over REST: " + refused.getMessage());
      request.abortWith(RefusalJson.answer(refused.getFaultInfo()));
    }
  }

  private Caller caller() throws RefusalFault {
    var shown = connection.getAttribute("jakarta.servlet.request.X509Certificate");
    if (!(shown instanceof X509Certificate[] chain) || chain.length == 0) {
      throw Refusals.of(
          WireRefusal.NOT_AUTHENTICATED,
          "kết nối không có chứng thư của bên gọi; hãy gọi cổng dành cho cơ quan bằng chứng thư đã đăng ký",
          "the connection came without a certificate of the caller; call the agencies' listener with a registered one");
    }
    var id = CertificateId.of(chain[0]);
    var holder = known.holderOf(chain[0]);
    if (holder.isEmpty()) {
      throw Refusals.of(
          WireRefusal.NOT_AUTHENTICATED,
          "chứng thư của kết nối không phải chứng thư đang đăng ký của một cơ quan: " + id,
          "the certificate of the connection is not registered for any agency now: " + id);
    }
    var revoked = holder.get().certificate().revokedAt();
    if (revoked.isPresent()) {
      throw Refusals.of(RejectionReason.CERTIFICATE_REVOKED, id + " since " + revoked.get());
    }
    return new Caller(holder.get().agency().code(), Channel.REST, Optional.of(id));
  }
}
