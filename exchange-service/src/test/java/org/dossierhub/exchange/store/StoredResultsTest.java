package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.dossierhub.exchange.result.PublicToken;
import org.dossierhub.exchange.result.Publication;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultNumber;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.result.SigningSession;
import org.dossierhub.exchange.result.Withdrawal;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredResultsTest {
  private static final AgencyCode AGENCY = new AgencyCode("H99.08");
  private static final AgencyCode OTHER = new AgencyCode("H99.05");
  private static final UUID SOMEBODY = UUID.randomUUID();

  private final TestDatabase test = TestDatabase.fresh();
  private final StoredResults results = new StoredResults(test.database());
  private final StoredNumberRegister register = new StoredNumberRegister(test.database());
  private final StoredSigningSessions sessions = new StoredSigningSessions(test.database());
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final LocalDate today = LocalDate.now();
  private final UUID dossier = UUID.randomUUID();

  @BeforeEach
  void an_agency_has_a_dossier() {
    for (var code : List.of(AGENCY, OTHER)) {
      test.database()
          .write(
              h ->
                  h.execute(
                      "insert into agency (code, name, channel, registered_at, valid_from) values (?, ?, 'DESK', now(), now())",
                      code.value(),
                      "Cơ quan " + code.value()));
    }
    test.database()
        .write(
            h ->
                h.execute(
                    """
                    insert into dossier (id, code, agency, submitter, subject, received_at, business, business_since,
                                         fee, signing, delivery, synchronisation, light, version)
                    values (?, 'H99.08-261122-0001', 'H99.08', 'H99.05', 'Nhà ở', now(), 4, now(),
                            'NONE', 'NOT_BEGUN', 'NONE', 'NONE', 'NONE', 1)
                    """,
                    dossier));
  }

  @Test
  void a_result_comes_back_as_it_was_put_in() {
    var result = added();

    assertThat(results.byId(result.id())).contains(result);
    assertThat(results.ofDossier(dossier)).containsExactly(result);
    assertThat(results.ofAgency(AGENCY, 10)).containsExactly(result);
    assertThat(results.revisions(result.id())).containsExactly(result.latest());
  }

  @Test
  void another_agency_does_not_see_it() {
    var result = added();

    assertThat(results.ofAgency(AGENCY, result.id())).isPresent();
    assertThat(results.ofAgency(OTHER, result.id())).isEmpty();
    assertThat(results.ofAgency(OTHER, 10)).isEmpty();
  }

  @Test
  void only_the_first_of_two_signatures_on_the_same_revision_is_taken() {
    var result = added();
    var first = revision(2, RevisionKind.SIGNED, "first");
    var second = revision(2, RevisionKind.SIGNED, "second");

    assertThat(results.revise(result, ResultState.AWAITING_NUMBER, first)).isTrue();
    assertThat(results.revise(result, ResultState.AWAITING_NUMBER, second)).isFalse();

    assertThat(results.byId(result.id()).orElseThrow().latest()).isEqualTo(first);
    assertThat(results.revisions(result.id())).containsExactly(result.latest(), first);
  }

  @Test
  void a_number_taken_back_stays_in_the_register_as_a_gap() {
    var signed = signed(added());
    var first = numbered(signed);

    assertThat(first.number().orElseThrow().text()).isEqualTo("01/QĐ-SXD");
    assertThat(results.withdrawNumber(first, signed.latest())).isTrue();
    register.cancel(AGENCY, first.number().orElseThrow(), SOMEBODY, now, "Ghi nhầm ngày ban hành");
    var again = results.byId(signed.id()).orElseThrow();
    assertThat(again).isEqualTo(signed);
    var second = numbered(again);

    assertThat(second.number().orElseThrow().text()).isEqualTo("02/QĐ-SXD");
    assertThat(register.entries(AGENCY, today.getYear()))
        .extracting(e -> e.number().number(), e -> e.cancelled().isPresent())
        .containsExactly(tuple(1, true), tuple(2, false));
  }

  @Test
  void many_clerks_at_once_get_numbers_without_gap_or_double() throws Exception {
    var waiting = IntStream.range(0, 12).mapToObj(i -> signed(added())).toList();
    var threads = Executors.newFixedThreadPool(6);
    try {
      var tasks = waiting.stream().map(r -> (Callable<Result>) () -> numbered(r)).toList();
      for (var done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(register.entries(AGENCY, today.getYear()))
        .extracting(e -> e.number().number())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 12).boxed().toList());
  }

  @Test
  void a_transaction_rolled_back_gives_its_number_back() {
    var signed = signed(added());

    assertThatThrownBy(
            () ->
                test.transactions()
                    .inOne(
                        (Runnable)
                            () -> {
                              numbered(signed);
                              throw new IllegalStateException("the clerk's computer went away");
                            }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(register.entries(AGENCY, today.getYear())).isEmpty();
    assertThat(numbered(signed).number().orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void a_published_result_is_found_by_token_and_digest_also_after_it_was_revoked() {
    var result = published();
    var publication = result.publication().orElseThrow();
    assertThat(results.published(publication.token())).contains(result);
    assertThat(results.publishedAs(publication.digest())).contains(result);

    var withdrawal = new Withdrawal(now, "Cấp sai thẩm quyền", Optional.empty());
    assertThat(results.withdraw(result, withdrawal)).isTrue();
    assertThat(results.withdraw(result, withdrawal)).isFalse();

    assertThat(results.publishedAs(publication.digest())).contains(result.withdrawn(withdrawal));
  }

  @Test
  void what_is_not_published_has_no_public_digest() {
    var result = signed(added());

    assertThat(results.publishedAs(result.latest().digest())).isEmpty();
  }

  @Test
  void a_session_is_used_once() {
    var result = added();
    var session =
        new SigningSession(
            digest("token"),
            SOMEBODY,
            result.id(),
            SigningRole.LEADER,
            1,
            result.latest().digest(),
            now,
            now.plusSeconds(600),
            Optional.empty(),
            Optional.empty());
    sessions.add(session);

    assertThat(sessions.find(digest("token"))).contains(session);
    assertThat(sessions.find(digest("other"))).isEmpty();
    assertThat(sessions.served(digest("token"), now)).isTrue();
    assertThat(sessions.served(digest("token"), now)).isFalse();
    assertThat(sessions.use(digest("token"), now)).isTrue();
    assertThat(sessions.use(digest("token"), now)).isFalse();
    assertThat(sessions.deleteExpired(now.plusSeconds(601))).isEqualTo(1);
  }

  private Result added() {
    var result =
        new Result(
            UUID.randomUUID(),
            dossier,
            new DossierCode("H99.08-261122-0001"),
            AGENCY,
            ResultState.AWAITING_LEADER,
            "Quyết định cấp giấy phép xây dựng",
            "QĐ-SXD",
            2,
            revision(1, RevisionKind.RESERVED, UUID.randomUUID().toString()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(OTHER),
            SOMEBODY,
            now);
    results.add(result);
    return result;
  }

  private Result signed(Result result) {
    var signed = revision(2, RevisionKind.SIGNED, "signed " + result.id());
    assertThat(results.revise(result, ResultState.AWAITING_NUMBER, signed)).isTrue();
    return results.byId(result.id()).orElseThrow();
  }

  private Result numbered(Result result) {
    return test.transactions()
        .inOne(
            () -> {
              var head = register.hold(AGENCY, today.getYear());
              var number = new ResultNumber(today.getYear(), head.last() + 1, "QĐ-SXD", today);
              register.enter(AGENCY, number, result.id(), SOMEBODY, now);
              int next = results.revisions(result.id()).size() + 1;
              var revision = revision(next, RevisionKind.NUMBERED, number.text() + result.id());
              assertThat(results.number(result, number, revision)).isTrue();
              return results.byId(result.id()).orElseThrow();
            });
  }

  private Result published() {
    var result = numbered(signed(added()));
    assertThat(
            results.revise(
                result, ResultState.AWAITING_TIMESTAMP, revision(4, RevisionKind.SEALED, "sealed")))
        .isTrue();
    result = results.byId(result.id()).orElseThrow();
    assertThat(
            results.revise(
                result,
                ResultState.AWAITING_PUBLICATION,
                revision(5, RevisionKind.TIMESTAMPED, "stamped")))
        .isTrue();
    result = results.byId(result.id()).orElseThrow();
    var publication =
        new Publication(PublicToken.random(new SecureRandom()), result.latest().digest(), now);
    assertThat(results.publish(result, publication)).isTrue();
    return results.byId(result.id()).orElseThrow();
  }

  private Revision revision(int number, RevisionKind kind, String content) {
    var digest = digest(content);
    test.database()
        .write(
            h ->
                h.execute(
                    "insert into payload (sha256, size) values (?, 7) on conflict do nothing",
                    digest.hex()));
    return new Revision(number, kind, digest, 7, Optional.of(SOMEBODY), now);
  }

  private static Sha256 digest(String content) {
    return Sha256.of(content.getBytes(StandardCharsets.UTF_8));
  }
}
