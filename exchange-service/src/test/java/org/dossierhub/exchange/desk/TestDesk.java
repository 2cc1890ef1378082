package org.dossierhub.exchange.desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.FeeState;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.store.AgencyStore;
import org.dossierhub.exchange.store.AuditStore;
import org.dossierhub.exchange.store.DossierStore;
import org.dossierhub.exchange.store.FilePayloads;
import org.dossierhub.exchange.store.OutboxStore;
import org.dossierhub.exchange.store.StoredAccounts;
import org.dossierhub.exchange.store.StoredNumberRegister;
import org.dossierhub.exchange.store.StoredResults;
import org.dossierhub.exchange.store.StoredSigningSessions;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.store.VerdictStore;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.pdf.ExtendPdf;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.VerifyDocument;

/**
 * A desk as in production: real PostgreSQL, real payload store, real signatures of the development
 * PKI. Only the network is answered in process, and keys in memory stand for the tokens that
 * signing agents use.
 */
public final class TestDesk {
  public static final AgencyCode HOME = new AgencyCode("H99.08");
  public static final AgencyCode JUSTICE = new AgencyCode("H99.05");
  public static final AgencyCode FARMING = new AgencyCode("H99.21");
  public static final AgencyCode PORTAL = new AgencyCode("G99.01");
  static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();

  public final TestDatabase database = TestDatabase.fresh();
  public final MovableClock clock = new MovableClock();
  public final PkiNetwork network = new PkiNetwork(PKI, clock);
  public final StoredResults results = new StoredResults(database.database());
  public final StoredSigningSessions sessions = new StoredSigningSessions(database.database());
  public final StoredNumberRegister register = new StoredNumberRegister(database.database());
  public final DossierStore dossiers = new DossierStore(database.database());
  public final AgencyStore agencies = new AgencyStore(database.database());
  public final StoredAccounts accounts = new StoredAccounts(database.database());
  public final AuditStore audit = new AuditStore(database.database());
  public final OutboxStore outbox = new OutboxStore(database.database());
  public final FilePayloads payloads;
  public final HubSettings hub =
      new HubSettings(new AgencyCode("H99.00"), URI.create("https://hub.test/"), 8443, true, 9797);

  final TestMessages messages;
  public final VerifyDocument verifyDocument;
  public final PrepareResult prepareResult;
  public final SendBackDraft sendBackDraft;
  public final ReplaceDraft replaceDraft;
  public final DiscardDraft discardDraft;
  public final OpenSigningSession openSigningSession;
  public final ServeSigningSession serveSigningSession;
  public final AcceptSignedRevision acceptSignedRevision;
  public final NumberResult numberResult;
  public final WithdrawNumber withdrawNumber;
  public final TimestampResult timestampResult;
  public final PublishResult publishResult;
  public final RevokeResult revokeResult;
  public final ReplaceResult replaceResult;
  public final LookUpResults lookUpResults;

  public final Account officer = account("le.thu.cuc", "Lê Thu Cúc", HOME, Role.ONE_STOP_OFFICER);
  public final Account leader =
      account("nguyen.minh.an", "Nguyễn Thị Minh An", HOME, Role.LEADER, "leader");
  public final Account clerk =
      account("tran.van.binh", "Trần Văn Bình", HOME, Role.CLERK, "clerk-seal");
  public final Account otherOfficer =
      account("officer.h9905", "Cán bộ khác", JUSTICE, Role.ONE_STOP_OFFICER);
  public final Account otherLeader =
      account("leader.h9905", "Lãnh đạo khác", JUSTICE, Role.LEADER, "leader-other");
  public final Account otherClerk =
      account("clerk.h9905", "Văn thư khác", JUSTICE, Role.CLERK, "seal-other");

  private final Path folder;

  public TestDesk(Path folder) {
    this.folder = folder;
    payloads = new FilePayloads(new StorageSettings(folder), database.database());
    var anchors =
        TrustAnchors.of(PKI.governmentAnchors(), PKI.publicAnchors(), PKI.intermediates());
    verifyDocument = new VerifyDocument(anchors, network, clock);
    var rights = new Rights(results);
    var files = new ResultFiles(payloads, results);
    var room = new HeapRoom();
    var journal = new Journal(audit);
    var transaction = new DeskTransaction(database.transactions());
    var live = new LiveSession(sessions, accounts, rights, clock);
    messages = new TestMessages(this);
    var tellRecipients = new TellRecipients(messages.sendMessage, payloads, hub);
    var tellPortal = messages.tellPortal;
    var withdraw =
        new WithdrawResult(results, dossiers, tellRecipients, tellPortal, journal, transaction);
    var reserveDraft =
        new ReserveDraft(accounts, agencies, new ExamineResult(verifyDocument), clock);
    prepareResult =
        new PrepareResult(
            dossiers, reserveDraft, results, files, room, journal, transaction, clock);
    sendBackDraft = new SendBackDraft(rights, results, dossiers, journal, transaction, clock);
    replaceDraft =
        new ReplaceDraft(
            rights, reserveDraft, results, files, room, dossiers, journal, transaction, clock);
    discardDraft = new DiscardDraft(rights, results, dossiers, journal, transaction, clock);
    openSigningSession = new OpenSigningSession(rights, sessions, journal, transaction, clock);
    serveSigningSession =
        new ServeSigningSession(live, sessions, accounts, files, journal, transaction, clock);
    acceptSignedRevision =
        new AcceptSignedRevision(
            live,
            payloads,
            sessions,
            results,
            files,
            room,
            new SignatureOfRole(new ExamineResult(verifyDocument)),
            dossiers,
            outbox,
            journal,
            transaction,
            clock);
    numberResult =
        new NumberResult(rights, results, register, files, room, journal, transaction, clock);
    withdrawNumber = new WithdrawNumber(rights, results, register, journal, transaction, clock);
    timestampResult =
        new TimestampResult(
            results,
            files,
            room,
            new ExtendPdf(network, anchors, network, clock),
            journal,
            database.transactions(),
            clock);
    publishResult =
        new PublishResult(
            rights,
            results,
            files,
            room,
            new ExamineResult(verifyDocument),
            new VerdictStore(database.database()),
            dossiers,
            messages.moveDossier,
            tellRecipients,
            tellPortal,
            journal,
            transaction,
            clock);
    revokeResult = new RevokeResult(rights, withdraw, clock);
    replaceResult = new ReplaceResult(rights, results, withdraw, clock);
    lookUpResults = new LookUpResults(rights, results, register, files);

    agency(HOME, "Sở Xây dựng tỉnh Bình Minh", Channel.DESK);
    agency(JUSTICE, "Sở Tư pháp tỉnh Bình Minh", Channel.DESK);
    agency(FARMING, "Sở Nông nghiệp và Môi trường tỉnh Bình Minh", Channel.SOAP);
    agency(PORTAL, "Cổng Dịch vụ công quốc gia (bản mô phỏng)", Channel.SOAP);
    for (var account : List.of(officer, leader, clerk, otherOfficer, otherLeader, otherClerk)) {
      accounts.add(account, "not a hash: nobody signs in here", false, clock.instant());
    }
    registered(leader, "leader");
    registered(clerk, "clerk-seal");
    registered(otherLeader, "leader-other");
    registered(otherClerk, "seal-other");
    accounts.putImage(clerk.id(), DraftPdf.sealImage());
  }

  private static Account account(
      String username, String fullName, AgencyCode agency, Role role, String... certificates) {
    return new Account(
        UUID.randomUUID(),
        username,
        fullName,
        agency,
        Set.of(role),
        List.of(certificates).stream()
            .map(name -> CertificateId.of(PKI.identity(name).certificate()))
            .toList());
  }

  void registered(Account account, String identity) {
    accounts.addCertificate(account.id(), PKI.identity(identity).certificate(), clock.instant());
  }

  private void agency(AgencyCode code, String name, Channel channel) {
    agencies.add(
        new Agency(code, name, channel, Optional.empty(), clock.instant(), Optional.empty()));
  }

  /** A dossier of the home agency that the portal handed in and that is being processed. */
  public Dossier dossier() {
    var day = LocalDate.ofInstant(clock.instant(), VIETNAM);
    var dossier =
        new Dossier(
            UUID.randomUUID(),
            new DossierCode(
                "%s-%ty%<tm%<td-%04d".formatted(HOME.value(), day, dossiers.nextNumber(HOME, day))),
            HOME,
            PORTAL,
            Optional.of(new ProcedureCode("9.999901")),
            "Cấp giấy phép xây dựng nhà ở riêng lẻ",
            Optional.empty(),
            clock.instant(),
            BusinessState.IN_PROGRESS,
            clock.instant(),
            FeeState.values()[0],
            SigningState.NOT_BEGUN,
            DeliveryState.values()[0],
            SynchronisationState.values()[0],
            TrafficLight.values()[0],
            0);
    dossiers.register(
        dossier,
        new DossierMove(
            1,
            Optional.empty(),
            BusinessState.IN_PROGRESS,
            clock.instant(),
            "le.thu.cuc",
            Optional.empty()));
    return dossier;
  }

  public Draft draft() {
    return new Draft(
        "Quyết định cấp giấy phép xây dựng (hư cấu)",
        "QĐ-SXD",
        Draft.Pdf.of(DraftPdf.decision()),
        List.of(FARMING));
  }

  public Result prepared() throws DeskRefused {
    return prepareResult.prepare(officer, dossier().id(), draft());
  }

  /** The hub's own key. */
  public static Pkcs12Token systemToken() {
    return token("hub-system");
  }

  static Pkcs12Token token(String identity) {
    var found = PKI.identity(identity);
    return Pkcs12Token.of(found.key(), found.chain());
  }

  /** What a signing agent does with the token plugged into it. */
  byte[] signed(String session, String identity) throws DeskRefused {
    var sign = new SignPdf(clock);
    var description = serveSigningSession.describe(session);
    var document = served(session);
    var image = serveSigningSession.image(session);
    return description.role() == SigningRole.LEADER
        ? sign.signAsLeader(document, token(identity), image)
        : sign.sealAsAgency(document, token(identity), image);
  }

  byte[] served(String session) throws DeskRefused {
    try (var document = serveSigningSession.document(session)) {
      return document.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String session(Account by, Result result, SigningRole role) throws DeskRefused {
    return openSigningSession.open(by, result.id(), role).token();
  }

  public Result leaderSigned(Result result) throws DeskRefused {
    var session = session(leader, result, SigningRole.LEADER);
    return acceptSignedRevision.accept(session, signed(session, "leader"));
  }

  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), VIETNAM);
  }

  public Result sealed(Result numbered) throws DeskRefused {
    var session = session(clerk, numbered, SigningRole.SEAL);
    return acceptSignedRevision.accept(session, signed(session, "clerk-seal"));
  }

  public Result sealed() throws DeskRefused {
    return sealed(numberResult.number(clerk, leaderSigned(prepared()).id(), today()));
  }

  public Result stamped() throws DeskRefused {
    var result = sealed();
    timestampResult.perform(
        new Work(UUID.randomUUID(), WorkKind.TIMESTAMP_RESULT, "tsa", result.id().toString(), 1));
    return results.byId(result.id()).orElseThrow();
  }

  public Result published() throws DeskRefused {
    return publishResult.publish(clerk, stamped().id());
  }

  public byte[] bytes(Result result) {
    try (var content = payloads.open(result.latest().payload())) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody changes the stored file behind the hub's back. */
  void corrupt(Result result) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (Sha256.of(Files.readAllBytes(file)).equals(result.latest().digest())) {
          var bytes = Files.readAllBytes(file);
          bytes[bytes.length / 2] ^= 1;
          Files.write(file, bytes);
          return;
        }
      }
    }
    throw new IllegalStateException("The file of the result is not in the store");
  }

  public org.dossierhub.exchange.store.InboxStore inbox() {
    return messages.inbox;
  }

  public org.dossierhub.exchange.progress.MoveDossier moveDossier() {
    return messages.moveDossier;
  }

  /** Everything that waits in the outbox. */
  List<WorkKind> waiting() {
    return outbox.waiting(1000).stream().map(work -> work.kind()).toList();
  }

  List<String> auditOf(Result result) {
    return audit.about(result.dossier().value()).stream().map(entry -> entry.action()).toList();
  }
}
