package org.dossierhub.exchange.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.exchange.desk.ResultAtTheDeskTest.refused;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.pdf.SignPdf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes back from a signing agent, when the agent, its user or somebody in between is not to
 * be trusted.
 */
class SignedUploadTest {
  private TestDesk desk;
  private Result prepared;

  @BeforeEach
  void a_result_waits_for_the_leader(@TempDir Path folder) throws DeskRefused {
    desk = new TestDesk(folder);
    prepared = desk.prepared();
  }

  @Test
  void the_session_says_what_is_signed_by_digest_title_pages_and_certificates() throws Exception {
    var session = leaderSession();
    var description = desk.serveSigningSession.describe(session);

    assertThat(description.digest())
        .isEqualTo(prepared.latest().digest())
        .isEqualTo(Sha256.of(desk.served(session)));
    assertThat(description.title()).isEqualTo(prepared.title());
    assertThat(description.pages()).isEqualTo(2);
    assertThat(description.certificates()).isEqualTo(desk.leader.certificates());
    assertThat(desk.serveSigningSession.image(session)).isEmpty();
  }

  @Test
  void the_token_is_not_in_the_database() throws Exception {
    var session = leaderSession();

    assertThat(session).hasSize(43);
    assertThat(desk.sessions.find(Sha256.of(session.getBytes(StandardCharsets.US_ASCII))))
        .isPresent();
    String stored =
        desk.database
            .database()
            .read(
                h ->
                    h.createQuery("select string_agg(s::text, ' ') from signing_session s")
                        .mapTo(String.class)
                        .one());
    assertThat(stored).doesNotContain(session);
  }

  @Test
  void a_signature_on_another_result_is_refused() throws Exception {
    var session = leaderSession();
    desk.served(session);
    var elsewhere = desk.session(desk.leader, desk.prepared(), SigningRole.LEADER);
    var signed = desk.signed(elsewhere, "leader");

    refused(DeskRefusal.OTHER_REVISION, () -> desk.acceptSignedRevision.accept(session, signed));
    stillWaits();
  }

  @Test
  void a_page_added_before_signing_is_refused() throws Exception {
    var session = leaderSession();
    var document = desk.served(session);
    var signed =
        new SignPdf(desk.clock)
            .signAsLeader(
                DraftPdf.withOnePageMore(document), TestDesk.token("leader"), Optional.empty());

    refused(
        DeskRefusal.MORE_THAN_A_SIGNATURE, () -> desk.acceptSignedRevision.accept(session, signed));
    stillWaits();
  }

  @Test
  void two_signatures_are_refused() throws Exception {
    var session = leaderSession();
    var sign = new SignPdf(desk.clock);
    var once = desk.signed(session, "leader");
    var filled = ResultForm.fill(once, "01/QĐ-SXD", desk.today());
    var twice = sign.sealAsAgency(filled, TestDesk.token("clerk-seal"), Optional.empty());

    refused(DeskRefusal.SEVERAL_SIGNATURES, () -> desk.acceptSignedRevision.accept(session, twice));
    stillWaits();
  }

  @Test
  void an_unsigned_upload_is_refused() throws Exception {
    var session = leaderSession();
    var document = desk.served(session);

    refused(DeskRefusal.NOTHING_SIGNED, () -> desk.acceptSignedRevision.accept(session, document));
    refused(
        DeskRefusal.OTHER_REVISION,
        () -> desk.acceptSignedRevision.accept(session, new byte[] {1, 2, 3}));
    refused(DeskRefusal.TOO_LARGE, () -> desk.acceptSignedRevision.accept(session, new Endless()));
    stillWaits();
  }

  @Test
  void a_signature_without_the_leaders_lock_is_refused() throws Exception {
    var session = leaderSession();
    var document = desk.served(session);
    var plain = new SignPdf(desk.clock).sign(document, TestDesk.token("leader"));

    refused(
        DeskRefusal.MORE_THAN_A_SIGNATURE, () -> desk.acceptSignedRevision.accept(session, plain));
    stillWaits();
  }

  @Test
  void a_certificate_of_somebody_else_is_refused_even_if_it_is_valid() throws Exception {
    for (var somebody : new String[] {"leader-other", "stranger", "clerk-seal"}) {
      var session = leaderSession();
      var signed = desk.signed(session, somebody);
      refused(
          DeskRefusal.OTHER_CERTIFICATE, () -> desk.acceptSignedRevision.accept(session, signed));
    }
    stillWaits();
  }

  @Test
  void a_revoked_certificate_is_refused_although_it_is_registered() throws Exception {
    desk.registered(desk.leader, "leader-revoked");
    var session = leaderSession();
    var signed = desk.signed(session, "leader-revoked");

    refused(
        DeskRefusal.CERTIFICATE_NOT_VALID, () -> desk.acceptSignedRevision.accept(session, signed));
    stillWaits();
  }

  @Test
  void a_personal_certificate_does_not_make_the_agencys_seal() throws Exception {
    desk.registered(desk.clerk, "leader");
    var numbered =
        desk.numberResult.number(desk.clerk, desk.leaderSigned(prepared).id(), desk.today());
    var session = desk.session(desk.clerk, numbered, SigningRole.SEAL);
    var signed = desk.signed(session, "leader");

    refused(DeskRefusal.OTHER_CERTIFICATE, () -> desk.acceptSignedRevision.accept(session, signed));
  }

  @Test
  void while_revocation_cannot_be_asked_nothing_is_accepted_and_the_session_stays_open()
      throws Exception {
    var session = leaderSession();
    var signed = desk.signed(session, "leader");
    desk.network.revocationAway = true;

    refused(
        DeskRefusal.CERTIFICATE_STATUS_UNKNOWN,
        () -> desk.acceptSignedRevision.accept(session, signed));
    stillWaits();

    desk.network.revocationAway = false;
    assertThat(desk.acceptSignedRevision.accept(session, signed).state())
        .isEqualTo(ResultState.AWAITING_NUMBER);
  }

  @Test
  void one_byte_changed_on_the_way_is_refused() throws Exception {
    var session = leaderSession();
    var signed = desk.signed(session, "leader");
    int second = lastIndexOf(signed, "/M (D:") + "/M (D:yyyyMMddHHmms".length();
    signed[second] = (byte) (signed[second] == '0' ? '1' : '0');

    refused(DeskRefusal.SIGNATURE_BROKEN, () -> desk.acceptSignedRevision.accept(session, signed));
    stillWaits();
  }

  @Test
  void an_expired_session_is_refused() throws Exception {
    var session = leaderSession();
    var signed = desk.signed(session, "leader");
    desk.clock.advance(Duration.ofMinutes(10));

    refused(DeskRefusal.SESSION_EXPIRED, () -> desk.acceptSignedRevision.accept(session, signed));
    refused(DeskRefusal.SESSION_EXPIRED, () -> desk.served(session));
    stillWaits();
  }

  @Test
  void a_used_session_takes_nothing_else_and_answers_the_same_upload_again() throws Exception {
    var session = leaderSession();
    var signed = desk.signed(session, "leader");
    desk.clock.advance(Duration.ofSeconds(2));
    var another = desk.signed(session, "leader");
    var accepted = desk.acceptSignedRevision.accept(session, signed);

    assertThat(desk.acceptSignedRevision.accept(session, signed)).isEqualTo(accepted);
    refused(DeskRefusal.SESSION_USED, () -> desk.acceptSignedRevision.accept(session, another));
    refused(DeskRefusal.SESSION_USED, () -> desk.served(session));
  }

  @Test
  void a_second_open_session_is_void_once_the_first_was_used() throws Exception {
    var first = leaderSession();
    var second = leaderSession();
    var late = desk.signed(second, "leader");
    desk.acceptSignedRevision.accept(first, desk.signed(first, "leader"));

    refused(DeskRefusal.REVISION_PASSED, () -> desk.acceptSignedRevision.accept(second, late));
  }

  @Test
  void of_many_uploads_at_once_one_is_taken() throws Exception {
    var uploads =
        IntStream.range(0, 6)
            .mapToObj(
                i -> {
                  try {
                    var session = leaderSession();
                    var signed = desk.signed(session, "leader");
                    return (Callable<Result>)
                        () -> desk.acceptSignedRevision.accept(session, signed);
                  } catch (DeskRefused e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList();
    var threads = Executors.newFixedThreadPool(6);
    int taken = 0;
    try {
      for (var answer : threads.invokeAll(uploads)) {
        try {
          answer.get();
          taken++;
        } catch (ExecutionException e) {
          assertThat(((DeskRefused) e.getCause()).refusal()).isEqualTo(DeskRefusal.REVISION_PASSED);
        }
      }
    } finally {
      threads.shutdown();
    }

    assertThat(taken).isEqualTo(1);
    assertThat(desk.results.revisions(prepared.id())).hasSize(2);
  }

  @Test
  void an_upload_without_a_fetched_document_is_refused() throws Exception {
    var fetched = leaderSession();
    var signed = desk.signed(fetched, "leader");
    var session = leaderSession();

    refused(
        DeskRefusal.SESSION_NOT_SERVED, () -> desk.acceptSignedRevision.accept(session, signed));
  }

  @Test
  void a_made_up_token_opens_nothing() {
    refused(
        DeskRefusal.SESSION_UNKNOWN,
        () -> desk.serveSigningSession.describe(SessionTokens.fresh()));
    refused(DeskRefusal.SESSION_UNKNOWN, () -> desk.served(""));
    refused(DeskRefusal.SESSION_UNKNOWN, () -> desk.acceptSignedRevision.expect("x"));
  }

  @Test
  void an_account_blocked_since_the_session_was_opened_signs_nothing() throws Exception {
    var session = leaderSession();
    var signed = desk.signed(session, "leader");
    desk.accounts.block(desk.leader.id(), true);

    refused(DeskRefusal.SESSION_UNKNOWN, () -> desk.acceptSignedRevision.accept(session, signed));
    stillWaits();
  }

  @Test
  void an_account_that_lost_its_role_since_signs_nothing() throws Exception {
    var session = leaderSession();
    var signed = desk.signed(session, "leader");
    var was = desk.leader;
    desk.accounts.change(
        new Account(
            was.id(),
            was.username(),
            was.fullName(),
            was.agency(),
            Set.of(Role.AUDITOR),
            was.certificates()));

    refused(DeskRefusal.ROLE_MISSING, () -> desk.acceptSignedRevision.accept(session, signed));
    stillWaits();
  }

  @Test
  void an_account_without_registered_certificate_opens_no_session() {
    var bare =
        new Account(
            desk.leader.id(),
            desk.leader.username(),
            desk.leader.fullName(),
            desk.leader.agency(),
            desk.leader.roles(),
            List.of());

    refused(
        DeskRefusal.NO_CERTIFICATE,
        () -> desk.openSigningSession.open(bare, prepared.id(), SigningRole.LEADER));
  }

  @Test
  void the_seal_carries_the_agencys_picture_and_is_made_by_its_own_certificate_only()
      throws Exception {
    var numbered =
        desk.numberResult.number(desk.clerk, desk.leaderSigned(prepared).id(), desk.today());
    var session = desk.session(desk.clerk, numbered, SigningRole.SEAL);
    assertThat(desk.serveSigningSession.image(session)).contains(DraftPdf.sealImage());
    var foreign = desk.signed(session, "seal-other");
    refused(
        DeskRefusal.OTHER_CERTIFICATE, () -> desk.acceptSignedRevision.accept(session, foreign));

    assertThat(
            desk.acceptSignedRevision.accept(session, desk.signed(session, "clerk-seal")).state())
        .isEqualTo(ResultState.AWAITING_TIMESTAMP);
  }

  private String leaderSession() throws DeskRefused {
    return desk.session(desk.leader, prepared, SigningRole.LEADER);
  }

  private void stillWaits() {
    assertThat(desk.results.byId(prepared.id())).contains(prepared);
  }

  private static int lastIndexOf(byte[] in, String text) {
    var what = text.getBytes(StandardCharsets.US_ASCII);
    for (int at = in.length - what.length; at >= 0; at--) {
      if (Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
        return at;
      }
    }
    throw new AssertionError("not found: " + text);
  }

  /** An upload that never ends. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 'x';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return length;
    }
  }
}
