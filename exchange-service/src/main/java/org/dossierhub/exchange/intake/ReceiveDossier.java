package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.IncomingMessage;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.receipt.IssueReceipt;
import org.dossierhub.exchange.receipt.Receipt;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;

/**
 * What happens when a message arrives, up to the receipt. Told in prose in docs/dossier-journey.md,
 * steps 2 to 5; the door (step 1) is in packages soap and queue.
 *
 * <p>Refuses strangers without a signed answer, with {@link RejectionReason#NOT_AUTHENTICATED},
 * {@link RejectionReason#UNKNOWN_SENDER}, {@link RejectionReason#CERTIFICATE_NOT_VALID}, {@link
 * RejectionReason#SEAL_BROKEN} or {@link RejectionReason#MALFORMED}; known senders with any other
 * {@link RejectionReason} and a signed refusal. What the documents inside are worth is judged
 * afterwards, by {@link JudgeDocuments}.
 */
@ApplicationScoped
public class ReceiveDossier {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private final IdentifySender identifySender;
  private final Inbox inbox;
  private final Admit admit;
  private final TakeParts takeParts;
  private final Dossiers dossiers;
  private final IssueReceipt issueReceipt;
  private final RegisterMessage register;
  private final Refuse refuse;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected ReceiveDossier() {
    this(null, null, null, null, null, null, null, null, null, null);
  }

  @Inject
  ReceiveDossier(
      IdentifySender identifySender,
      Inbox inbox,
      Admit admit,
      TakeParts takeParts,
      Dossiers dossiers,
      IssueReceipt issueReceipt,
      RegisterMessage register,
      Refuse refuse,
      Transactions transactions,
      Clock clock) {
    this.identifySender = identifySender;
    this.inbox = inbox;
    this.admit = admit;
    this.takeParts = takeParts;
    this.dossiers = dossiers;
    this.issueReceipt = issueReceipt;
    this.register = register;
    this.refuse = refuse;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * {@code TryAgainLater} when the parts were cut off, or the store or the database is away:
   * nothing was decided.
   */
  @SuppressWarnings("try") // named for the log
  public Receipt receive(IncomingMessage message) throws DossierRejected {
    var sealed = identifySender.identify(message); // 2: who?
    try (var named = Correlation.of("message", sealed.manifest().id())) {
      return receive(sealed, message);
    }
  }

  private Receipt receive(SealedManifest sealed, IncomingMessage message) throws DossierRejected {
    try {
      var earlier = earlierReceipt(sealed); // 3: seen before?
      return earlier.isPresent() ? earlier.get() : accept(sealed, message);
    } catch (DossierRejected refusal) {
      throw refuse.signed(sealed, refusal);
    }
  }

  private Receipt accept(SealedManifest sealed, IncomingMessage message) throws DossierRejected {
    var manifest = sealed.manifest();
    // 3: and may they? Asked after the repetition, which would otherwise be refused once the
    // agreement has ended, and the receipt given before would have lied.
    var recipient = admit.admit(manifest);
    var parts = takeParts.take(manifest.parts(), message.parts()); // 4: the bytes
    var receivedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var dossier = dossierCode(manifest, receivedAt);
    var receipt =
        issueReceipt.accepting(
            manifest, sealed.signed(), Optional.of(dossier), receivedAt); // 5: the receipt
    var accepted =
        new RegisterMessage.Accepted(
            sealed, message.channel(), recipient, parts, dossier, receivedAt, receipt);
    // 5: message and dossier are registered, and only then the receipt leaves
    return registered(accepted) ? receipt : earlierReceipt(sealed).orElseThrow();
  }

  private Optional<Receipt> earlierReceipt(SealedManifest sealed) throws DossierRejected {
    var manifest = sealed.manifest();
    var earlier = inbox.find(manifest.sender(), manifest.id());
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    var expected = earlier.get().contentDigest();
    if (!expected.equals(sealed.contentDigest())) {
      throw new DossierRejected(
          RejectionReason.ID_REUSED,
          "message "
              + manifest.id()
              + " was received at "
              + earlier.get().receivedAt()
              + " with content "
              + expected.hex()
              + ", now comes "
              + sealed.contentDigest().hex());
    }
    return earlier.flatMap(StoredMessage::receipt).map(bytes -> new Receipt(manifest.id(), bytes));
  }

  private boolean registered(RegisterMessage.Accepted accepted) throws DossierRejected {
    try {
      return register.inOneTransaction(accepted);
    } catch (RuntimeException outcomeUnknown) {
      // The database may have died in the middle of the commit: the outcome is read again, never
      // guessed (fault F7).
      var manifest = accepted.sealed().manifest();
      if (inbox.find(manifest.sender(), manifest.id()).isPresent()) {
        return false;
      }
      throw outcomeUnknown;
    }
  }

  private DossierCode dossierCode(Manifest manifest, Instant receivedAt) {
    if (manifest.dossier().isPresent()) {
      return manifest.dossier().get();
    }
    return transactions.inOne(() -> unusedCode(manifest.recipient(), receivedAt));
  }

  /** Senders give codes, too, and may have used the next numbers. */
  private DossierCode unusedCode(AgencyCode agency, Instant at) {
    var day = LocalDate.ofInstant(at, VIETNAM);
    DossierCode code;
    do {
      code = DossierCode.of(agency, day, dossiers.nextNumber(agency, day));
    } while (dossiers.byCode(code).isPresent());
    return code;
  }
}
