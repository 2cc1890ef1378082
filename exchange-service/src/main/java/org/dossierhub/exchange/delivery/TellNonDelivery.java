package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Tells the sender of a message that it could not be delivered: a message of kind EVIDENCE from the
 * hub with the signed statement as its part. Nobody is told about such a message in turn, and a
 * sender whose desk is in the hub sees it there.
 */
@ApplicationScoped
public class TellNonDelivery {
  private static final String PART = "khong-giao-duoc.xml";

  private final SendMessage send;
  private final Agencies agencies;
  private final Dossiers dossiers;
  private final Payloads payloads;
  private final AgencyCode hub;

  /** For the container's proxy. */
  protected TellNonDelivery() {
    this(null, null, null, null, (AgencyCode) null);
  }

  @Inject
  public TellNonDelivery(
      SendMessage send, Agencies agencies, Dossiers dossiers, Payloads payloads, HubSettings hub) {
    this(send, agencies, dossiers, payloads, hub.code());
  }

  public TellNonDelivery(
      SendMessage send, Agencies agencies, Dossiers dossiers, Payloads payloads, AgencyCode hub) {
    this.send = send;
    this.agencies = agencies;
    this.dossiers = dossiers;
    this.payloads = payloads;
    this.hub = hub;
  }

  /** What queues the message, to be run in the transaction that ends the delivery. */
  Optional<Runnable> prepared(StoredMessage message, byte[] statement) {
    var sender = message.manifest().sender();
    if (message.manifest().kind() == MessageKind.EVIDENCE
        || agencies.byCode(sender).filter(agency -> !agency.hasDeskHere()).isEmpty()) {
      return Optional.empty();
    }
    return message
        .dossier()
        .flatMap(dossiers::byId)
        .map(
            dossier -> {
              try {
                var part = new PartToSend(PART, "application/xml", payloads.keep(statement));
                var prepared =
                    send.prepare(
                        MessageKind.EVIDENCE,
                        hub,
                        sender,
                        dossier,
                        Optional.empty(),
                        List.of(part));
                // Without the dossier: how its own messages fare is not told by this one.
                var notice =
                    new PreparedMessage(
                        prepared.manifest(),
                        prepared.signedManifest(),
                        prepared.content(),
                        Optional.empty());
                return () -> send.enqueue(notice);
              } catch (IOException e) {
                throw new TryAgainLater("The statement of non-delivery could not be kept", e);
              }
            });
  }
}
