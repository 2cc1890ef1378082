package org.dossierhub.exchange.receipt;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.xml.SignXml;

/**
 * Makes the hub's signed answers. A receipt that is made is not yet given: it leaves only after the
 * transaction that stores it together with the message.
 */
@ApplicationScoped
public class IssueReceipt {
  private final SystemKey key;
  private final AgencyCode issuer;
  private final SignXml signXml;

  /** For the container's proxy. */
  protected IssueReceipt() {
    this.key = null;
    this.issuer = null;
    this.signXml = null;
  }

  @Inject
  public IssueReceipt(SystemKey key, HubSettings hub, Clock clock) {
    this(key, hub.code(), clock);
  }

  public IssueReceipt(SystemKey key, AgencyCode issuer, Clock clock) {
    this.key = key;
    this.issuer = issuer;
    this.signXml = new SignXml(clock);
  }

  public Receipt accepting(
      Manifest manifest, byte[] signedManifest, Optional<DossierCode> dossier, Instant receivedAt) {
    var content =
        ReceiptXml.receipt(manifest, dossier, Sha256.of(signedManifest), receivedAt, issuer);
    return new Receipt(manifest.id(), signXml.signEnveloped(content, key.token()));
  }

  /** The signed refusal, for a sender that is known beyond doubt. */
  public byte[] refusing(
      MessageId id, AgencyCode sender, byte[] signedManifest, Refusal refusal, Instant at) {
    var content = ReceiptXml.refusal(id, sender, Sha256.of(signedManifest), refusal, at, issuer);
    return signXml.signEnveloped(content, key.token());
  }
}
