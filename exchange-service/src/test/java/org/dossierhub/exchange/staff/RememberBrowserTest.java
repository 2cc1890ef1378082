package org.dossierhub.exchange.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.desk.MovableClock;
import org.dossierhub.exchange.store.StoredAccounts;
import org.dossierhub.exchange.store.StoredBrowserSessions;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a browser is known again, against a real PostgreSQL. */
class RememberBrowserTest {
  @TempDir Path folder;
  private final TestDatabase test = TestDatabase.fresh();
  private final StoredAccounts accounts = new StoredAccounts(test.database());
  private final MovableClock clock = new MovableClock();
  private final Account an = account("an.nguyen");
  private RememberBrowser browsers;

  @BeforeEach
  void setUp() {
    accounts.add(an, "hash", false, clock.instant());
    browsers = node();
  }

  /** As every node makes it, and every start. */
  private RememberBrowser node() {
    return node(new StoredBrowserSessions(test.database()));
  }

  private RememberBrowser node(BrowserSessions sessions) {
    return new RememberBrowser(
        sessions, new SecondFactors(folder.resolve("key")), test.transactions(), clock);
  }

  private static Account account(String username) {
    return new Account(
        UUID.randomUUID(),
        username,
        "Nguyễn Thị Minh An",
        new AgencyCode("H99.08"),
        Set.of(Role.LEADER),
        List.of());
  }

  private BrowserToken signedIn() {
    return browsers.signIn(an, 1, Optional.empty()).token();
  }

  private Optional<String> who(BrowserToken token) {
    return browsers.recognise(token).flatMap(BrowserSession::signedIn);
  }

  private int rows() {
    return test.database()
        .read(h -> h.createQuery("select count(*) from browser_session").mapTo(int.class).one());
  }

  private String everythingStored() {
    return test.database()
        .read(
            h ->
                h.createQuery("select string_agg(s::text, ' ') from browser_session s")
                    .mapTo(String.class)
                    .one());
  }

  @Test
  void whoever_signed_in_at_one_node_is_known_at_another_and_after_a_restart() {
    var token = signedIn();

    var shown = BrowserToken.of(token.cookieValue()).orElseThrow();
    assertThat(node().recognise(shown).flatMap(BrowserSession::signedIn)).contains("an.nguyen");
  }

  @Test
  void a_token_nobody_was_given_opens_nothing() {
    signedIn();

    assertThat(who(BrowserToken.fresh())).isEmpty();
    assertThat(BrowserToken.of(null)).isEmpty();
    assertThat(BrowserToken.of("")).isEmpty();
    assertThat(BrowserToken.of("x".repeat(44))).isEmpty();
    assertThat(BrowserToken.of("x".repeat(42) + "%")).isEmpty();
  }

  @Test
  void the_token_is_256_random_bits_of_which_the_database_has_the_hash_only() {
    var token = signedIn();
    var other = signedIn();

    assertThat(token.cookieValue()).hasSize(43).isNotEqualTo(other.cookieValue());
    assertThat(everythingStored())
        .contains(token.hash().hex(), other.hash().hex())
        .doesNotContain(token.cookieValue(), other.cookieValue());
    assertThat(token.toString()).doesNotContain(token.cookieValue());
    assertThat(who(BrowserToken.of(token.hash().hex().substring(0, 43)).orElseThrow()))
        .as("what the database has, shown as a cookie")
        .isEmpty();
  }

  @Test
  void half_way_is_nobody_and_lasts_five_minutes() {
    var token = browsers.halfWay(an, 1, Optional.empty()).token();

    assertThat(who(token)).isEmpty();
    clock.advance(Duration.ofMinutes(4));
    assertThat(browsers.recognise(token).flatMap(BrowserSession::halfWay)).contains("an.nguyen");
    clock.advance(Duration.ofMinutes(1));
    assertThat(browsers.recognise(token)).isEmpty();
  }

  @Test
  void half_way_ends_when_the_password_was_changed_meanwhile() {
    var token = browsers.halfWay(an, 1, Optional.empty()).token();

    accounts.changePassword(an.id(), "other hash", false);

    assertThat(browsers.recognise(token)).isEmpty();
  }

  @Test
  void whoever_is_signed_in_is_not_half_way() {
    assertThat(browsers.recognise(signedIn()).flatMap(BrowserSession::halfWay)).isEmpty();
  }

  @Test
  void thirty_minutes_without_a_request_end_a_session() {
    var token = signedIn();

    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofMinutes(29));
      assertThat(who(token)).contains("an.nguyen");
    }
    clock.advance(Duration.ofMinutes(31));
    assertThat(who(token)).isEmpty();
  }

  @Test
  void ten_hours_end_a_session_however_busy() {
    var token = signedIn();

    for (int i = 0; i < 10 * 60 - 20; i += 20) {
      clock.advance(Duration.ofMinutes(20));
      assertThat(who(token)).contains("an.nguyen");
    }
    clock.advance(Duration.ofMinutes(20));
    assertThat(who(token)).isEmpty();
  }

  @Test
  void that_a_browser_was_seen_is_written_once_a_minute_at_most() {
    var written = new AtomicInteger();
    browsers =
        node(
            new StoredBrowserSessions(test.database()) {
              @Override
              public void used(Sha256 tokenHash, Instant at) {
                written.incrementAndGet();
                super.used(tokenHash, at);
              }
            });
    var token = signedIn();

    IntStream.range(0, 20).forEach(i -> who(token));
    assertThat(written).hasValue(0);
    clock.advance(Duration.ofMinutes(1));
    IntStream.range(0, 20).forEach(i -> who(token));
    assertThat(written).hasValue(1);
  }

  @Test
  void a_database_that_takes_no_writes_throws_nobody_out() {
    var token = signedIn();
    clock.advance(Duration.ofMinutes(5));

    var node =
        node(
            new StoredBrowserSessions(test.database()) {
              @Override
              public void used(Sha256 tokenHash, Instant at) {
                throw new TryAgainLater("The disk of the database is full");
              }
            });
    assertThat(node.recognise(token)).isPresent();
  }

  @Test
  void change_of_password_or_second_factor_and_a_block_end_every_session_at_once() {
    var before = signedIn();
    accounts.changePassword(an.id(), "other hash", false);
    assertThat(who(before)).isEmpty();

    var withSecondGeneration = browsers.signIn(an, 2, Optional.empty()).token();
    assertThat(who(withSecondGeneration)).contains("an.nguyen");
    accounts.putSecondFactor(an.id(), Optional.of(new byte[] {1}));
    assertThat(who(withSecondGeneration)).isEmpty();

    var withThird = browsers.signIn(an, 3, Optional.empty()).token();
    assertThat(who(withThird)).contains("an.nguyen");
    accounts.block(an.id(), true);
    assertThat(who(withThird)).isEmpty();
    accounts.block(an.id(), false);
    assertThat(who(withThird)).as("unblocked is not signed in").isEmpty();
  }

  @Test
  void each_step_up_makes_a_new_token_and_the_old_one_is_worthless() {
    var planted = browsers.halfWay(an, 1, Optional.empty()).token();
    var afterCode = browsers.signIn(an, 1, Optional.of(planted)).token();
    assertThat(browsers.recognise(planted)).isEmpty();

    var afterChange = browsers.signIn(an, 1, Optional.of(afterCode)).token();
    assertThat(browsers.recognise(afterCode)).isEmpty();
    assertThat(who(afterChange)).contains("an.nguyen");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void signing_out_ends_this_session_and_no_other() {
    var here = signedIn();
    var elsewhere = signedIn();

    browsers.forget(here);

    assertThat(who(here)).isEmpty();
    assertThat(who(elsewhere)).contains("an.nguyen");
  }

  @Test
  void the_secret_of_a_new_second_factor_is_kept_sealed_and_for_nothing_else() {
    var token = signedIn();
    var factor = SecondFactor.fresh();

    browsers.keepNewSecret(browsers.recognise(token).orElseThrow(), factor);

    var session = node().recognise(token).orElseThrow();
    assertThat(browsers.newSecret(session).orElseThrow().base32()).isEqualTo(factor.base32());
    assertThat(everythingStored())
        .doesNotContain(factor.base32())
        .doesNotContain(HexFormat.of().formatHex(factor.bytes()));
    var moved = session.newSecret().orElseThrow();
    assertThatThrownBy(() -> new SecondFactors(folder.resolve("key")).open("an.nguyen", moved))
        .as("moved into the account")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void news_are_shown_on_one_page_however_many_ask() throws Exception {
    var token = signedIn();
    browsers.keepNews(browsers.recognise(token).orElseThrow(), "Đã gửi.");
    var session = browsers.recognise(token).orElseThrow();
    assertThat(session.news()).contains("Đã gửi.");

    Callable<Boolean> page = () -> browsers.takeNews(session).isPresent();
    var threads = Executors.newFixedThreadPool(8);
    int shown = 0;
    for (var answer : threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> page).toList())) {
      shown += answer.get() ? 1 : 0;
    }
    threads.shutdown();

    assertThat(shown).isEqualTo(1);
    assertThat(browsers.recognise(token).orElseThrow().news()).isEmpty();
  }

  @Test
  void what_has_ended_is_removed_and_nothing_else() {
    var idle = signedIn();
    browsers.halfWay(an, 1, Optional.empty());
    clock.advance(Duration.ofMinutes(20));
    var busy = signedIn();
    assertThat(browsers.forgetEnded()).as("the code that did not come").isEqualTo(1);
    assertThat(who(idle)).contains("an.nguyen");

    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMinutes(25));
      who(busy);
    }

    assertThat(browsers.forgetEnded()).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
    assertThat(who(busy)).contains("an.nguyen");
    clock.advance(Duration.ofHours(10));
    assertThat(browsers.forgetEnded()).isEqualTo(1);
    assertThat(rows()).isZero();
  }
}
