package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.agency.CertificateHolder;
import org.dossierhub.exchange.message.IncomingMessage;
import org.dossierhub.exchange.message.MalformedXml;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.ManifestXml;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.xml.NotGenuine;
import org.dossierhub.signing.xml.VerifiedXml;

/**
 * Finds out who sent a message, beyond doubt: the connection, the signature of the manifest and the
 * manifest itself have to name the same registered agency.
 */
@ApplicationScoped
class IdentifySender {
  private final Agencies agencies;
  private final Clock clock;

  /** For the container's proxy. */
  protected IdentifySender() {
    this(null, null);
  }

  @Inject
  IdentifySender(Agencies agencies, Clock clock) {
    this.agencies = agencies;
    this.clock = clock;
  }

  SealedManifest identify(IncomingMessage message) throws DossierRejected {
    var connection = connection(message);
    var connected =
        connection.isPresent()
            ? connection.get().agency().code()
            : message.transportAgency().orElseThrow(IdentifySender::unconnected);
    var verified = verified(message.manifest());
    var registered = registered(verified.signer(), connection);
    var manifest = read(verified.content());
    var signer = signingAgency(registered, manifest.created());
    if (!manifest.sender().equals(signer.code())) {
      throw new DossierRejected(
          RejectionReason.SEAL_BROKEN,
          "the manifest names "
              + manifest.sender()
              + " as sender, its signature is of "
              + signer.code());
    }
    if (!connected.equals(signer.code())) {
      throw new DossierRejected(
          RejectionReason.NOT_AUTHENTICATED,
          "the connection is of " + connected + ", the manifest of " + signer.code());
    }
    return new SealedManifest(manifest, message.manifest(), verified.content(), verified.signer());
  }

  private static DossierRejected unconnected() {
    return new DossierRejected(RejectionReason.NOT_AUTHENTICATED, "the connection has no identity");
  }

  /** By whose certificate the connection was made, if by one. */
  private Optional<CertificateHolder> connection(IncomingMessage message) throws DossierRejected {
    if (message.transportIdentity().isEmpty()) {
      return Optional.empty();
    }
    var id = message.transportIdentity().get();
    var holder =
        agencies
            .holder(id)
            .filter(found -> found.certificate().usableAt(clock.instant()))
            .orElseThrow(
                () ->
                    new DossierRejected(
                        RejectionReason.NOT_AUTHENTICATED,
                        "the certificate of the connection is not registered: " + id));
    needNotRevoked(holder.certificate());
    return Optional.of(holder);
  }

  private static VerifiedXml verified(byte[] manifest) throws DossierRejected {
    try {
      return VerifiedXml.read(manifest);
    } catch (NotGenuine e) {
      throw new DossierRejected(reason(e.reason()), e.getMessage());
    }
  }

  private static RejectionReason reason(NotGenuine.Reason reason) {
    return switch (reason) {
      case LIMIT_EXCEEDED -> RejectionReason.LIMIT_EXCEEDED;
      case NOT_XML, WRONG_SHAPE -> RejectionReason.MALFORMED;
      case WEAK_ALGORITHM, WRONG_CERTIFICATE, BROKEN -> RejectionReason.SEAL_BROKEN;
    };
  }

  private CertificateHolder registered(
      X509Certificate signer, Optional<CertificateHolder> connection) throws DossierRejected {
    var id = CertificateId.of(signer);
    // Issuer and serial find the registration; the certificate itself has to be the registered one,
    // or anybody could
    // make a certificate with the same issuer name and serial (hazard A14).
    return connection
        .filter(holder -> holder.certificate().id().equals(id)) // most use one for both
        .or(() -> agencies.holder(id))
        .filter(holder -> holder.certificate().certificate().equals(signer))
        .orElseThrow(
            () ->
                new DossierRejected(
                    RejectionReason.UNKNOWN_SENDER,
                    "no agency has registered the certificate that signed the manifest: " + id));
  }

  private Agency signingAgency(CertificateHolder holder, Instant signed) throws DossierRejected {
    var registered = holder.certificate();
    // What was signed before an orderly change of certificates and is still in flight counts
    // (docs/agencies.md).
    if (!registered.vouchesFor(signed, clock.instant())) {
      throw new DossierRejected(
          RejectionReason.CERTIFICATE_NOT_VALID,
          registered.id()
              + " is good from "
              + registered.certificate().getNotBefore().toInstant()
              + " to "
              + registered.certificate().getNotAfter().toInstant()
              + registered
                  .withdrawal()
                  .map(w -> ", withdrawn (" + w.reason() + ") at " + w.at())
                  .orElse(""));
    }
    needNotRevoked(registered);
    if (!holder.agency().openAt(clock.instant())) {
      throw new DossierRejected(RejectionReason.UNKNOWN_SENDER, registered.agency() + " is closed");
    }
    return holder.agency();
  }

  /** By what was heard in the background: a sender never waits for an issuer. */
  private static void needNotRevoked(AgencyCertificate registered) throws DossierRejected {
    var revoked = registered.revokedAt();
    if (revoked.isPresent()) {
      throw new DossierRejected(
          RejectionReason.CERTIFICATE_REVOKED, registered.id() + " since " + revoked.get());
    }
  }

  private static Manifest read(byte[] content) throws DossierRejected {
    try {
      return ManifestXml.read(content);
    } catch (MalformedXml e) {
      throw new DossierRejected(RejectionReason.MALFORMED, e.getMessage());
    }
  }
}
