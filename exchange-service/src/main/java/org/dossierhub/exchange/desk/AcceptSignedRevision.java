package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.message.TooLarge;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.result.SigningSessions;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.Sha256;

/**
 * The signing agent hands back what was signed with somebody's token. Nothing the agent says is
 * believed: the upload must be the served bytes with exactly one signature appended, in the
 * reserved place, by a registered certificate that is valid now.
 *
 * <p>Refuses with {@link DeskRefusal#TOO_LARGE}, those of {@link ServeSigningSession}, {@link
 * DeskRefusal#SESSION_NOT_SERVED}, and those of {@link SignatureOfRole}: {@link
 * DeskRefusal#OTHER_REVISION}, {@link DeskRefusal#NOTHING_SIGNED}, {@link
 * DeskRefusal#SEVERAL_SIGNATURES}, {@link DeskRefusal#MORE_THAN_A_SIGNATURE}, {@link
 * DeskRefusal#WRONG_PROTECTION}, {@link DeskRefusal#SIGNATURE_BROKEN}, {@link
 * DeskRefusal#OTHER_CERTIFICATE}, {@link DeskRefusal#CERTIFICATE_NOT_VALID}, {@link
 * DeskRefusal#CERTIFICATE_STATUS_UNKNOWN}. A refused upload leaves the session open: the agent may
 * send a better one until it expires.
 */
@ApplicationScoped
public class AcceptSignedRevision {
  /** What signatures may add to a result, in bytes. */
  private static final int ROOM_FOR_SIGNATURES = 2 * 1024 * 1024;

  static final String TIMESTAMP_LANE = "tsa";

  private LiveSession live;
  private Payloads payloads;
  private SigningSessions sessions;
  private Results results;
  private ResultFiles files;
  private HeapRoom room;
  private SignatureOfRole signatureOfRole;
  private Dossiers dossiers;
  private Outbox outbox;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected AcceptSignedRevision() {}

  @Inject
  AcceptSignedRevision(
      LiveSession live,
      Payloads payloads,
      SigningSessions sessions,
      Results results,
      ResultFiles files,
      HeapRoom room,
      SignatureOfRole signatureOfRole,
      Dossiers dossiers,
      Outbox outbox,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.live = live;
    this.payloads = payloads;
    this.sessions = sessions;
    this.results = results;
    this.files = files;
    this.room = room;
    this.signatureOfRole = signatureOfRole;
    this.dossiers = dossiers;
    this.outbox = outbox;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Refuses a token nobody was given before anything of the upload is read. */
  void expect(String token) throws DeskRefused {
    if (sessions.find(SessionTokens.hash(token)).isEmpty()) {
      throw new DeskRefused(DeskRefusal.SESSION_UNKNOWN);
    }
  }

  /** Takes the upload to disk first, and into memory when there is room for it. */
  public Result accept(String token, InputStream upload) throws DeskRefused, IOException {
    expect(token);
    var atMost = room.largest() + ROOM_FOR_SIGNATURES;
    StagedPayload staged;
    try {
      staged = payloads.stage(upload, atMost);
    } catch (TooLarge e) {
      throw new DeskRefused(DeskRefusal.TOO_LARGE, "> " + atMost);
    }
    try {
      return room.holding(
          staged.size(),
          () -> {
            try {
              return accept(token, Files.readAllBytes(staged.file()));
            } catch (IOException e) {
              throw new TryAgainLater("A signed upload cannot be read again", e);
            }
          });
    } finally {
      payloads.discard(staged);
    }
  }

  Result accept(String token, byte[] signed) throws DeskRefused {
    var before = acceptedBefore(token, signed);
    if (before.isPresent()) {
      return before.get();
    }
    var found = live.find(token);
    var session = found.session();
    if (session.served().isEmpty()) {
      throw new DeskRefused(DeskRefusal.SESSION_NOT_SERVED);
    }
    var role = session.role();
    var result = found.result();
    var signer =
        signatureOfRole.check(
            role, files.read(result.latest()), signed, found.account().certificates());
    var now = clock.instant();
    var revision =
        files.keepNext(result.id(), kind(role), signed, Optional.of(found.account().id()), now);
    return transaction.inOne(
        () -> {
          if (!sessions.use(session.tokenHash(), now)) {
            throw new DeskRefused(DeskRefusal.SESSION_USED);
          }
          files.register(revision);
          Rights.needFirst(results.revise(result, role.after(), revision));
          if (role == SigningRole.SEAL) {
            outbox.add(WorkKind.TIMESTAMP_RESULT, TIMESTAMP_LANE, result.id().toString());
            dossiers.signing(result.dossierId(), SigningState.AWAITING_TIMESTAMP);
          } else {
            dossiers.signing(result.dossierId(), SigningState.AWAITING_CLERK);
          }
          journal.note(
              now,
              found.account(),
              role == SigningRole.LEADER ? "RESULT_SIGNED" : "RESULT_SEALED",
              result,
              "sha256 " + revision.digest() + " signer " + signer);
          return results.byId(result.id()).orElseThrow();
        });
  }

  /**
   * The answer to the first upload may have been lost on its way: the same bytes get the same
   * answer again.
   */
  private Optional<Result> acceptedBefore(String token, byte[] signed) {
    var session = sessions.find(SessionTokens.hash(token)).filter(s -> s.used().isPresent());
    if (session.isEmpty()) {
      return Optional.empty();
    }
    var digest = Sha256.of(signed);
    var kind = kind(session.get().role());
    return results.revisions(session.get().result()).stream()
        .filter(revision -> revision.number() > session.get().revision())
        .filter(revision -> revision.kind() == kind && revision.digest().equals(digest))
        .findFirst()
        .flatMap(revision -> results.byId(session.get().result()));
  }

  private static RevisionKind kind(SigningRole role) {
    return role == SigningRole.LEADER ? RevisionKind.SIGNED : RevisionKind.SEALED;
  }
}
