package org.dossierhub.exchange.soap;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Logger;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.dossierhub.exchange.delivery.WakeLane;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.protocol.Caller;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.SeenEnvelopes;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.signing.identity.CertificateId;

/**
 * The last gate before the operation: the right parts are signed, the signer and the client
 * certificate of TLS belong to one agency and are not revoked, and this envelope is here for the
 * first time. No proxy scope: the chain reads final methods of the base class.
 */
@Dependent
class OneAgency extends AbstractSoapInterceptor {
  private static final Logger LOG = Correlation.logger(OneAgency.class);

  private KnownCertificates known;
  private SeenEnvelopes seen;
  private WakeLane wake;

  @Inject
  OneAgency(KnownCertificates known, SeenEnvelopes seen, WakeLane wake) {
    super(Phase.PRE_PROTOCOL);
    addAfter(WSS4JInInterceptor.class.getName());
    this.known = known;
    this.seen = seen;
    this.wake = wake;
  }

  @Override
  public void handleMessage(SoapMessage message) {
    var request = (HttpServletRequest) message.get(AbstractHTTPDestination.HTTP_REQUEST);
    var caller = (Caller) request.getAttribute(MutualTlsOnly.CALLER);
    var signed = Signed.of(message).orElseThrow(() -> refused(caller, EnvelopeFlaw.OTHER_PARTS));
    var signer =
        known
            .holderOf(signed.signer())
            .filter(holder -> holder.agency().code().equals(caller.agency()))
            .orElseThrow(() -> refused(caller, EnvelopeFlaw.OTHER_AGENCY))
            .certificate();
    needNotRevoked(signer.id(), signer.revokedAt());
    var connected = caller.certificate().orElseThrow();
    if (!connected.equals(signer.id())) {
      needNotRevoked(connected, known.revoked(connected));
    }
    if (!seen.firstTime(
        signed.envelope(), signed.refusedFrom().plusSeconds(WireSecurity.AHEAD_SECONDS))) {
      throw refused(caller, EnvelopeFlaw.SEEN_BEFORE);
    }
    message.put(Caller.class, caller);
    wake.heardFrom(caller.agency());
  }

  private static void needNotRevoked(CertificateId certificate, Optional<Instant> revoked) {
    if (revoked.isPresent()) {
      throw new Fault(
          Refusals.of(
              RejectionReason.CERTIFICATE_REVOKED, certificate + " since " + revoked.get()));
    }
  }

  private static Fault refused(Caller caller, EnvelopeFlaw why) {
    LOG.warning(() -> "Envelope of " + caller.agency().value() + " refused: " + why);
    return new Fault(why.refusal());
  }
}
