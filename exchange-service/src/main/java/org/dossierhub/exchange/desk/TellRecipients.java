package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.delivery.PartToSend;
import org.dossierhub.exchange.delivery.PreparedMessage;
import org.dossierhub.exchange.delivery.SendMessage;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * RESULT messages about one result: to whoever submitted the dossier and to the distribution list.
 * They are made and signed before the transaction that changes the result, and queued inside it.
 */
@Dependent
class TellRecipients {
  private final SendMessage sendMessage;
  private final Payloads payloads;
  private final HubSettings hub;

  @Inject
  TellRecipients(SendMessage sendMessage, Payloads payloads, HubSettings hub) {
    this.sendMessage = sendMessage;
    this.payloads = payloads;
    this.hub = hub;
  }

  /** Messages about {@code result} as it is going to be, made and not yet queued. */
  List<PreparedMessage> prepare(Result result, Dossier dossier, boolean withFile) {
    var notice = keep(ResultNotice.write(result, publicUrl(result)));
    var parts = new ArrayList<PartToSend>();
    parts.add(new PartToSend(ResultNotice.PART, ResultNotice.MEDIA_TYPE, notice));
    if (withFile) {
      parts.add(new PartToSend(fileName(result), "application/pdf", result.latest().payload()));
    }
    return recipients(result, dossier).stream()
        .map(
            recipient ->
                sendMessage.prepare(
                    MessageKind.RESULT,
                    result.agency(),
                    recipient,
                    dossier,
                    Optional.empty(),
                    parts))
        .toList();
  }

  /** In the caller's transaction. */
  void enqueue(List<PreparedMessage> ready) {
    ready.forEach(sendMessage::enqueue);
  }

  private static List<AgencyCode> recipients(Result result, Dossier dossier) {
    var recipients = new LinkedHashSet<AgencyCode>();
    recipients.add(dossier.submitter());
    recipients.addAll(result.distribution());
    recipients.remove(result.agency());
    return List.copyOf(recipients);
  }

  private URI publicUrl(Result result) {
    return hub.publicUrl()
        .resolve("/ket-qua/" + result.publication().map(p -> p.token().value()).orElseThrow());
  }

  private Payload keep(byte[] notice) {
    try {
      return payloads.keep(notice);
    } catch (IOException e) {
      throw new TryAgainLater("The payload store does not take a notice", e);
    }
  }

  /** Number and symbol without the slash, as archives name files. */
  static String fileName(Result result) {
    return result.number().orElseThrow().text().replaceAll("[/\\\\:]", "-") + ".pdf";
  }
}
