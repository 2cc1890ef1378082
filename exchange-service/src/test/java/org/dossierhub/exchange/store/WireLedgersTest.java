package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.synchronisation.PortalCalls.Call;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.Test;

/** What the adapters remember about calls to and from other machines. */
class WireLedgersTest {
  private static final AgencyCode COMMUNE = new AgencyCode("H99.151");
  private static final MessageId ID = MessageId.fresh();
  private static final Sha256 MANIFEST = Sha256.of(new byte[] {1});

  private final TestDatabase test = TestDatabase.fresh();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  @Test
  void of_fifty_copies_of_an_envelope_one_is_the_first() throws Exception {
    var seen = new SeenEnvelopeStore(test.database(), Clock.systemUTC());
    var threads = Executors.newFixedThreadPool(10);
    Callable<Boolean> copy = () -> seen.firstTime(MANIFEST, now.plusSeconds(60));

    var firsts = 0;
    for (var answer : threads.invokeAll(IntStream.range(0, 50).mapToObj(i -> copy).toList())) {
      firsts += answer.get() ? 1 : 0;
    }

    threads.shutdown();
    assertThat(firsts).isEqualTo(1);
  }

  @Test
  void envelopes_past_their_time_are_swept() {
    new SeenEnvelopeStore(test.database(), Clock.systemUTC()).firstTime(MANIFEST, now);

    new SeenEnvelopeStore(test.database(), Clock.fixed(now.plusSeconds(1), ZoneOffset.UTC))
        .firstTime(Sha256.of(new byte[] {2}), now.plusSeconds(60));

    int left =
        test.database()
            .read(h -> h.createQuery("select count(*) from seen_envelope").mapTo(int.class).one());
    assertThat(left).isEqualTo(1);
  }

  @Test
  void an_attempt_knows_the_one_before_it() {
    var handOvers = new HandOverStore(test.database());

    assertThat(handOvers.attempted(COMMUNE, MANIFEST)).isEmpty();
    assertThat(handOvers.attempt(COMMUNE, ID, MANIFEST, now)).isEmpty();
    assertThat(handOvers.attempt(COMMUNE, ID, MANIFEST, now.plusSeconds(9)))
        .isEqualTo(Optional.of(now));
    assertThat(handOvers.answer(COMMUNE, MANIFEST)).isEmpty();
  }

  @Test
  void the_first_receipt_stays_and_outweighs_a_refusal() {
    var handOvers = new HandOverStore(test.database());
    handOvers.attempt(COMMUNE, ID, MANIFEST, now);

    assertThat(handOvers.refused(COMMUNE, ID, "REFUSED", "chưa đủ", now)).isTrue();
    assertThat(handOvers.answer(COMMUNE, MANIFEST).orElseThrow().refusalCode())
        .isEqualTo(Optional.of("REFUSED"));
    assertThat(handOvers.receipted(COMMUNE, MANIFEST, new byte[] {7}, now)).isTrue();
    assertThat(handOvers.receipted(COMMUNE, MANIFEST, new byte[] {8}, now)).isTrue();

    var answer = handOvers.answer(COMMUNE, MANIFEST).orElseThrow();
    assertThat(answer.receipt().orElseThrow()).containsExactly(7);
    assertThat(answer.refusalCode()).isEmpty();
    assertThat(handOvers.refused(COMMUNE, ID, "REFUSED", "không nhận", now)).isFalse();
  }

  @Test
  void an_answer_to_what_was_never_sent_is_not_kept() {
    var handOvers = new HandOverStore(test.database());

    assertThat(handOvers.receipted(COMMUNE, MANIFEST, new byte[] {7}, now)).isFalse();
    assertThat(handOvers.refused(COMMUNE, ID, "REFUSED", "x", now)).isFalse();
  }

  @Test
  void a_portal_call_is_known_by_destination_dossier_and_sequence() {
    var calls = new PortalCallStore(test.database());
    var code = new DossierCode("H99.08-261122-0001");
    var first = new Call("https://portal.test", code, 1);
    var second = new Call("https://portal.test", code, 2);

    assertThat(calls.attempt(first, false, now)).isEqualTo(1);
    assertThat(calls.attempt(first, false, now)).isEqualTo(2);
    calls.accepted(first, 1, now); // of a node that stood still
    assertThat(calls.isKnown("https://portal.test", code)).isFalse();
    calls.accepted(first, 2, now);

    assertThat(calls.isAccepted(first)).isTrue();
    assertThat(calls.isAccepted(second)).isFalse();
    assertThat(calls.isKnown("https://portal.test", code)).isTrue();
    assertThat(calls.isKnown("https://other.test", code)).isFalse();

    calls.tellAgain(first);
    assertThat(calls.isAccepted(first)).isFalse();
  }
}
