package org.dossierhub.exchange.intake;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.agency.ExchangeAgreement;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.exchange.delivery.QueueDelivery;
import org.dossierhub.exchange.delivery.SendMessage;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.progress.CheckMove;
import org.dossierhub.exchange.progress.MoveDossier;
import org.dossierhub.exchange.progress.TakeStatus;
import org.dossierhub.exchange.progress.TellPortal;
import org.dossierhub.exchange.receipt.IssueReceipt;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.exchange.settings.PortalSettings;
import org.dossierhub.exchange.settings.SecretFile;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.start.LoadInitialData;
import org.dossierhub.exchange.store.AdministrativeUnitStore;
import org.dossierhub.exchange.store.AgencyStore;
import org.dossierhub.exchange.store.AgreementStore;
import org.dossierhub.exchange.store.AuditStore;
import org.dossierhub.exchange.store.DatabaseTurns;
import org.dossierhub.exchange.store.DeliveryStore;
import org.dossierhub.exchange.store.DossierStore;
import org.dossierhub.exchange.store.EvidenceObjectStore;
import org.dossierhub.exchange.store.EvidenceStore;
import org.dossierhub.exchange.store.FilePayloads;
import org.dossierhub.exchange.store.InboxStore;
import org.dossierhub.exchange.store.OutboxStore;
import org.dossierhub.exchange.store.ProcedureStore;
import org.dossierhub.exchange.store.ProvincePlanStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.store.TransitionStore;
import org.dossierhub.exchange.store.VerdictStore;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.token.SigningToken;

/**
 * A hub without a server: real database, real files, the fictitious agencies with their
 * certificates and agreements, and every happening of intake, progress and sending. The
 * demonstration procedure has its code.
 */
public final class HubWorld {
  public static final AgencyCode HOME = new AgencyCode("H99.08");
  public static final AgencyCode JUSTICE = new AgencyCode("H99.05");
  public static final AgencyCode AGRICULTURE = new AgencyCode("H99.21");
  public static final AgencyCode COMMUNE = new AgencyCode("H99.151");
  public static final AgencyCode PORTAL = new AgencyCode("G99.01");
  public static final AgencyCode HUB = new AgencyCode("H99.00");
  public static final ProcedureCode PROCEDURE = new ProcedureCode("9.999901");

  public final DevelopmentPki pki = DevelopmentPki.inMemory();
  public final Issuers issuers;
  public final TestDatabase test = TestDatabase.fresh();
  public final Transactions transactions = test.transactions();
  public final AgencyStore agencies = new AgencyStore(test.database());
  public final AgreementStore agreements = new AgreementStore(test.database());
  public final ProcedureStore procedures = new ProcedureStore(test.database());
  public final TransitionStore transitions = new TransitionStore(test.database());
  public final DossierStore dossiers = new DossierStore(test.database());
  public final InboxStore inbox = new InboxStore(test.database());
  public final DeliveryStore deliveries = new DeliveryStore(test.database());
  public final VerdictStore verdicts = new VerdictStore(test.database());
  public final EvidenceStore evidence = new EvidenceStore(test.database());
  public final EvidenceObjectStore evidenceObjects = new EvidenceObjectStore(test.database());
  public final AuditStore audit = new AuditStore(test.database());
  public final OutboxStore outbox = new OutboxStore(test.database());

  public final Path folder;
  public final Clock clock;
  public final FilePayloads payloads;
  public final SystemKey systemKey;
  public final IssueReceipt issueReceipt;
  public final QueueDelivery queueDelivery;
  public final SendMessage sendMessage;
  public final TellPortal tellPortal;
  public final CheckMove checkMove;
  public final MoveDossier moveDossier;
  public final ReceiveDossier receiveDossier;

  public HubWorld(Path folder) {
    this(folder, Clock.systemUTC());
  }

  public HubWorld(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
    issuers = new Issuers(pki, clock);
    payloads = new FilePayloads(new StorageSettings(folder), test.database());
    systemKey = new SystemKey(token("hub-system"));
    issueReceipt = new IssueReceipt(systemKey, HUB, clock);
    queueDelivery = new QueueDelivery(deliveries, dossiers, outbox, clock);
    sendMessage = new SendMessage(systemKey, agencies, inbox, payloads, queueDelivery, clock);
    tellPortal = new TellPortal(portal(folder), procedures, dossiers, outbox);
    checkMove = new CheckMove(transitions, dossiers, clock);
    moveDossier =
        new MoveDossier(dossiers, checkMove, sendMessage, tellPortal, audit, transactions);
    receiveDossier = receiving();
    fill();
  }

  private static PortalSettings portal(Path folder) {
    return new PortalSettings(
        Optional.of(
            new PortalSettings.Connection(
                URI.create("https://portal.invalid/"),
                "hub",
                new SecretFile(folder.resolve("none")),
                "H99")));
  }

  private ReceiveDossier receiving() {
    var takeStatus = new TakeStatus(dossiers, checkMove, tellPortal, audit);
    var register =
        new RegisterMessage(
            transactions,
            inbox,
            payloads,
            new RegisterDossier(agencies, dossiers, procedures, takeStatus, tellPortal),
            new KeepProof(evidence),
            outbox,
            queueDelivery,
            audit);
    return new ReceiveDossier(
        new IdentifySender(agencies, clock),
        inbox,
        new Admit(agencies, agreements, clock),
        new TakeParts(payloads),
        dossiers,
        issueReceipt,
        register,
        new Refuse(issueReceipt, evidenceObjects, audit, transactions, clock),
        transactions,
        clock);
  }

  private void fill() {
    new LoadInitialData(
            procedures,
            new AdministrativeUnitStore(test.database()),
            new ProvincePlanStore(test.database()),
            transitions,
            new DatabaseTurns(test.database()),
            transactions)
        .load();
    procedures.setCode(
        procedures.search("cấp giấy phép xây dựng hà giang", 0, 1).get(0).id(),
        Optional.of(PROCEDURE));
    agency(HOME, "Sở Xây dựng tỉnh Bình Minh", Channel.DESK);
    agency(JUSTICE, "Sở Tư pháp tỉnh Bình Minh", Channel.DESK);
    agency(AGRICULTURE, "Sở Nông nghiệp và Môi trường tỉnh Bình Minh", Channel.SOAP);
    agency(COMMUNE, "UBND xã An Hòa", Channel.JMS);
    agency(PORTAL, "Cổng Dịch vụ công quốc gia (bản mô phỏng)", Channel.SOAP);
    certificate(AGRICULTURE, "agency-h99-21");
    certificate(COMMUNE, "agency-h99-151");
    certificate(PORTAL, "portal-g99-01");
    for (var recipient : List.of(HOME, AGRICULTURE, COMMUNE)) {
      agreement(PORTAL, recipient, Limits.GREATEST);
    }
    agreement(AGRICULTURE, HOME, new Limits(1 << 20, 3, 2 << 20));
  }

  public void agency(AgencyCode code, String name, Channel channel) {
    var address =
        channel == Channel.SOAP
            ? Optional.of(URI.create("https://127.0.0.1:1/" + code.value()))
            : Optional.<URI>empty();
    agencies.add(new Agency(code, name, channel, address, Instant.EPOCH, Optional.empty()));
  }

  public void certificate(AgencyCode agency, String identity) {
    agencies.addCertificate(
        new AgencyCertificate(
            agency, token(identity).certificate(), Instant.EPOCH, Optional.empty()));
  }

  public ExchangeAgreement agreement(AgencyCode sender, AgencyCode recipient, Limits limits) {
    var agreement =
        new ExchangeAgreement(
            UUID.randomUUID(),
            sender,
            recipient,
            Optional.empty(),
            LocalDate.of(2025, 7, 1),
            Optional.empty(),
            limits);
    agreements.add(agreement);
    return agreement;
  }

  public SigningToken token(String identity) {
    var person = pki.identity(identity);
    return Pkcs12Token.of(person.key(), person.chain());
  }

  /** The withdrawal of a certificate whose key was found lost. */
  public static Withdrawal lostASecondAgo() {
    var at = Instant.now().minusSeconds(1);
    return new Withdrawal(at, Withdrawal.Reason.COMPROMISED, at, "");
  }

  public Letter letter() {
    return new Letter(this);
  }
}
