package org.dossierhub.exchange.desk;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.dossierhub.exchange.delivery.QueueDelivery;
import org.dossierhub.exchange.delivery.SendMessage;
import org.dossierhub.exchange.progress.CheckMove;
import org.dossierhub.exchange.progress.MoveDossier;
import org.dossierhub.exchange.progress.TellPortal;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.exchange.settings.PortalSettings;
import org.dossierhub.exchange.settings.SecretFile;
import org.dossierhub.exchange.start.LoadInitialData;
import org.dossierhub.exchange.store.AdministrativeUnitStore;
import org.dossierhub.exchange.store.DatabaseTurns;
import org.dossierhub.exchange.store.DeliveryStore;
import org.dossierhub.exchange.store.InboxStore;
import org.dossierhub.exchange.store.ProcedureStore;
import org.dossierhub.exchange.store.ProvincePlanStore;
import org.dossierhub.exchange.store.TransitionStore;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * What lies behind a {@link TestDesk}: messages signed by the hub's key, the table of transitions,
 * a portal to be told.
 */
final class TestMessages {
  final SendMessage sendMessage;
  final MoveDossier moveDossier;
  final TellPortal tellPortal;
  final InboxStore inbox;

  TestMessages(TestDesk desk) {
    var database = desk.database.database();
    inbox = new InboxStore(database);
    var procedures = new ProcedureStore(database);
    var transitions = new TransitionStore(database);
    new LoadInitialData(
            procedures,
            new AdministrativeUnitStore(database),
            new ProvincePlanStore(database),
            transitions,
            new DatabaseTurns(database),
            desk.database.transactions())
        .load();
    procedures.setCode(
        procedures.search("giấy phép xây dựng", 0, 1).get(0).id(),
        Optional.of(new ProcedureCode("9.999901")));
    sendMessage =
        new SendMessage(
            new SystemKey(TestDesk.token("hub-system")),
            desk.agencies,
            inbox,
            desk.payloads,
            new QueueDelivery(new DeliveryStore(database), desk.dossiers, desk.outbox, desk.clock),
            desk.clock);
    var portal =
        new PortalSettings(
            Optional.of(
                new PortalSettings.Connection(
                    URI.create("http://portal.test/"),
                    "hub",
                    new SecretFile(Path.of("never-read")),
                    "H99")));
    tellPortal = new TellPortal(portal, procedures, desk.dossiers, desk.outbox);
    moveDossier =
        new MoveDossier(
            desk.dossiers,
            new CheckMove(transitions, desk.dossiers, desk.clock),
            sendMessage,
            tellPortal,
            desk.audit,
            desk.database.transactions());
  }
}
