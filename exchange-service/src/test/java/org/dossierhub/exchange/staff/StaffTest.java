package org.dossierhub.exchange.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.settings.BootstrapSettings;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.settings.SecretFile;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.store.AgencyStore;
import org.dossierhub.exchange.store.AuditStore;
import org.dossierhub.exchange.store.DatabaseTurns;
import org.dossierhub.exchange.store.StoredAccounts;
import org.dossierhub.exchange.store.StoredSignInAttempts;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts, sign-in and their administration against a real PostgreSQL. */
class StaffTest {
  private static final AgencyCode HUB = new AgencyCode("H99.00");
  private static final AgencyCode BUILDING = new AgencyCode("H99.08");
  private static final AgencyCode JUSTICE = new AgencyCode("H99.05");
  private static final String PASSWORD = "một câu dễ nhớ";
  private static final String HERE = "192.0.2.7";

  @TempDir Path folder;
  private final TestDatabase test = TestDatabase.fresh();
  private final StoredAccounts accounts = new StoredAccounts(test.database());
  private final StoredSignInAttempts attempts = new StoredSignInAttempts(test.database());
  private final AgencyStore agencies = new AgencyStore(test.database());
  private final AuditStore audit = new AuditStore(test.database());
  private final Passwords passwords = new Passwords(new PlainPbkdf2());
  private Instant now = Instant.parse("2031-03-04T02:15:00Z");
  private Settings settings;
  private SecondFactors secondFactors;
  private RegisterAccount registerAccount;
  private SecureAccount secureAccount;
  private EquipAccount equipAccount;
  private CheckSignIn checkSignIn;
  private Account operator;

  @BeforeEach
  void setUp() throws IOException {
    var bootstrap = Files.writeString(folder.resolve("bootstrap"), "mật khẩu đầu tiên\n");
    settings =
        new Settings(
            new HubSettings(HUB, URI.create("https://hub.example/"), 8443, false, 9797),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new BootstrapSettings(Optional.of(new SecretFile(bootstrap))),
            null);
    secondFactors = new SecondFactors(folder.resolve("key"));
    var administration = new Administration(settings);
    registerAccount =
        new RegisterAccount(
            accounts,
            agencies,
            passwords,
            administration,
            audit,
            test.transactions(),
            settings,
            clock());
    secureAccount =
        new SecureAccount(
            accounts,
            passwords,
            secondFactors,
            administration,
            audit,
            test.transactions(),
            settings,
            clock());
    equipAccount = new EquipAccount(accounts, administration, audit, test.transactions(), clock());
    checkSignIn = new CheckSignIn(accounts, attempts, passwords, secondFactors, clock());
    for (var code : List.of(BUILDING, JUSTICE)) {
      agencies.add(
          new Agency(code, "Sở " + code, Channel.DESK, Optional.empty(), now, Optional.empty()));
    }
    new CreateFirstAdministrator(
            accounts,
            passwords,
            audit,
            new DatabaseTurns(test.database()),
            test.transactions(),
            settings,
            clock())
        .create();
    operator = accounts.byUsername("quan-tri").orElseThrow();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  private Account account(String username, AgencyCode agency, Role... roles) throws AccountRefused {
    registerAccount.register(operator, wanted(username, agency, PASSWORD, roles));
    return accounts.byUsername(username).orElseThrow();
  }

  private static RegisterAccount.Wanted wanted(
      String username, AgencyCode agency, String password, Role... roles) {
    return new RegisterAccount.Wanted(
        username,
        "Nguyễn Thị Minh An",
        agency,
        Set.of(roles),
        Optional.of(password.toCharArray()),
        false);
  }

  private static AccountRefused.Reason reasonOf(Callable<?> refused) {
    try {
      refused.call();
    } catch (AccountRefused e) {
      return e.reason();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return null;
  }

  @Test
  void the_first_administrator_comes_from_the_file_and_only_when_there_is_no_account()
      throws IOException {
    assertThat(operator.agency()).isEqualTo(HUB);
    assertThat(checkSignIn.withPassword("quan-tri", "mật khẩu đầu tiên".toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.Welcome.class);

    Files.delete(folder.resolve("bootstrap"));
    new CreateFirstAdministrator(
            accounts,
            passwords,
            audit,
            new DatabaseTurns(test.database()),
            test.transactions(),
            settings,
            clock())
        .create();
    assertThat(accounts.all()).hasSize(1);
  }

  @Test
  void two_nodes_that_start_together_make_one_first_administrator() throws Exception {
    var empty = TestDatabase.fresh();
    var both = new CyclicBarrier(2);
    var together =
        new StoredAccounts(empty.database()) {
          private final AtomicInteger asked = new AtomicInteger();

          @Override
          public boolean isEmpty() {
            boolean none = super.isEmpty();
            if (asked.incrementAndGet() <= 2) {
              try {
                both.await(20, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            }
            return none;
          }
        };
    var pool = Executors.newFixedThreadPool(2);
    Callable<Boolean> start =
        () -> {
          new CreateFirstAdministrator(
                  together,
                  passwords,
                  new AuditStore(empty.database()),
                  new DatabaseTurns(empty.database()),
                  empty.transactions(),
                  settings,
                  clock())
              .create();
          return true;
        };

    for (var started : pool.invokeAll(List.of(start, start))) {
      assertThat(started.get()).isTrue();
    }
    pool.shutdown();

    assertThat(together.all()).hasSize(1);
  }

  @Test
  void an_account_signs_in_with_its_password_and_nothing_else() throws AccountRefused {
    account("an.nguyen", BUILDING, Role.LEADER);

    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE))
        .isInstanceOfSatisfying(
            SignInOutcome.Welcome.class,
            welcome -> assertThat(welcome.account().roles()).containsExactly(Role.LEADER));
    assertThat(checkSignIn.withPassword("an.nguyen", "một câu khó nhớ".toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.Refused.class);
    assertThat(checkSignIn.withPassword("nobody", PASSWORD.toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.Refused.class);
  }

  @Test
  void a_password_typed_with_combining_marks_is_the_same_password() throws AccountRefused {
    account("an.nguyen", BUILDING, Role.LEADER);
    var decomposed = java.text.Normalizer.normalize(PASSWORD, java.text.Normalizer.Form.NFD);

    assertThat(checkSignIn.withPassword("an.nguyen", decomposed.toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.Welcome.class);
  }

  @Test
  void five_failures_from_one_address_close_that_door_for_a_quarter_of_an_hour_and_no_other()
      throws AccountRefused {
    account("an.nguyen", BUILDING, Role.LEADER);
    for (int i = 0; i < CheckSignIn.PER_PAIR; i++) {
      assertThat(checkSignIn.withPassword("an.nguyen", "wrong wrong 123".toCharArray(), HERE))
          .isInstanceOf(SignInOutcome.Refused.class);
    }

    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.TooOften.class);
    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), "192.0.2.8"))
        .isInstanceOf(SignInOutcome.Welcome.class);
    now = now.plus(CheckSignIn.WINDOW).plusSeconds(1);
    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.Welcome.class);
  }

  @Test
  void one_address_alone_closes_an_account_to_nobody_else_however_often_it_fails()
      throws AccountRefused {
    account("an.nguyen", BUILDING, Role.LEADER);
    for (int i = 0; i < CheckSignIn.PER_ACCOUNT + 1; i++) {
      checkSignIn.withPassword("an.nguyen", "wrong wrong 123".toCharArray(), HERE);
    }

    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.TooOften.class);
    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), "192.0.2.8"))
        .isInstanceOf(SignInOutcome.Welcome.class);
  }

  @Test
  void an_address_that_tried_too_many_accounts_does_not_count_against_any_further_one()
      throws AccountRefused {
    account("an.nguyen", BUILDING, Role.LEADER);
    for (int i = 0; i < CheckSignIn.PER_ADDRESS; i++) {
      attempts.note("address " + HERE, now, now.minus(CheckSignIn.WINDOW));
    }

    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.TooOften.class);

    assertThat(attempts.note("account an.nguyen", now, now.minus(CheckSignIn.WINDOW)))
        .as("the account's own count begins only now")
        .isEqualTo(1);
  }

  @Test
  void what_is_no_user_name_is_refused_and_leaves_no_trace() {
    for (var name :
        List.of("\0", "an\0nguyen", "", "x".repeat(20_000), "Nguyễn Thị An", "an.nguyen\n")) {
      assertThat(checkSignIn.withPassword(name, PASSWORD.toCharArray(), HERE))
          .isInstanceOf(SignInOutcome.Refused.class);
      assertThat(accounts.registered(name)).isEmpty();
      assertThat(checkSignIn.withCode(name, "123456", HERE))
          .isInstanceOf(SignInOutcome.Refused.class);
    }

    int counted =
        test.database()
            .read(
                h ->
                    h.createQuery("select count(*) from sign_in_attempts")
                        .mapTo(Integer.class)
                        .one());
    assertThat(counted).isZero();
  }

  @Test
  void one_address_cannot_try_one_password_on_every_account() {
    for (int i = 0; i < CheckSignIn.PER_ADDRESS; i++) {
      assertThat(checkSignIn.withPassword("user" + i, "Winter2031!!".toCharArray(), HERE))
          .isInstanceOf(SignInOutcome.Refused.class);
    }
    assertThat(checkSignIn.withPassword("user999", "Winter2031!!".toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.TooOften.class);
  }

  @Test
  void many_addresses_cannot_guess_one_account_for_ever() throws AccountRefused {
    account("an.nguyen", BUILDING, Role.LEADER);
    for (int i = 0; i < CheckSignIn.PER_ACCOUNT; i++) {
      checkSignIn.withPassword("an.nguyen", "wrong wrong 123".toCharArray(), "192.0.2." + i);
    }
    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), "198.51.100.1"))
        .isInstanceOf(SignInOutcome.TooOften.class);
  }

  @Test
  void signing_in_often_is_no_failure() throws AccountRefused {
    account("an.nguyen", BUILDING, Role.LEADER);
    for (int i = 0; i < CheckSignIn.PER_ACCOUNT + 5; i++) {
      assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE))
          .isInstanceOf(SignInOutcome.Welcome.class);
    }
  }

  @Test
  void tries_at_the_same_moment_count_one_another() throws Exception {
    account("an.nguyen", BUILDING, Role.LEADER);
    var threads = Executors.newFixedThreadPool(8);
    try {
      Callable<SignInOutcome> attempt =
          () -> checkSignIn.withPassword("an.nguyen", "wrong wrong 123".toCharArray(), HERE);
      long checked =
          threads.invokeAll(java.util.Collections.nCopies(40, attempt)).stream()
              .filter(
                  outcome -> {
                    try {
                      return outcome.get() instanceof SignInOutcome.Refused;
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  })
              .count();
      assertThat(checked).isEqualTo(CheckSignIn.PER_PAIR);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void with_a_second_factor_the_password_alone_opens_nothing_and_a_code_opens_once()
      throws AccountRefused {
    var account = account("an.nguyen", BUILDING, Role.LEADER);
    var factor = SecondFactor.fresh();
    secureAccount.enrolSecondFactor(account, factor, factor.codeAt(now));

    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.CodeNeeded.class);
    assertThat(checkSignIn.withCode("an.nguyen", factor.codeAt(now), HERE))
        .as("the code of the enrolment was used")
        .isInstanceOf(SignInOutcome.Refused.class);
    now = now.plusSeconds(30);
    assertThat(checkSignIn.withCode("an.nguyen", factor.codeAt(now), HERE))
        .isInstanceOf(SignInOutcome.Welcome.class);
    assertThat(checkSignIn.withCode("an.nguyen", factor.codeAt(now), HERE))
        .isInstanceOf(SignInOutcome.Refused.class);
  }

  @Test
  void a_code_cannot_be_guessed_by_starting_over_with_the_password() throws AccountRefused {
    var account = account("an.nguyen", BUILDING, Role.LEADER);
    var factor = SecondFactor.fresh();
    secureAccount.enrolSecondFactor(account, factor, factor.codeAt(now));
    now = now.plusSeconds(60);

    SignInOutcome last = null;
    for (int i = 0; i < 4; i++) {
      checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE);
      last = checkSignIn.withCode("an.nguyen", "000000", HERE);
    }
    assertThat(last).isInstanceOf(SignInOutcome.TooOften.class);
  }

  @Test
  void the_second_factor_goes_with_a_code_or_by_an_administrator() throws AccountRefused {
    var account = account("an.nguyen", BUILDING, Role.LEADER);
    var factor = SecondFactor.fresh();
    secureAccount.enrolSecondFactor(account, factor, factor.codeAt(now));
    assertThat(
            reasonOf(
                () -> {
                  secureAccount.dropOwnSecondFactor(account, "000000");
                  return null;
                }))
        .isEqualTo(AccountRefused.Reason.CODE_WRONG);

    secureAccount.resetSecondFactor(operator, account);

    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.Welcome.class);
  }

  @Test
  void a_blocked_account_is_nobody_and_its_sessions_end() throws AccountRefused {
    var account = account("an.nguyen", BUILDING, Role.LEADER);
    int generation = accounts.secrets("an.nguyen").orElseThrow().generation();

    secureAccount.block(operator, account, true);

    assertThat(checkSignIn.withPassword("an.nguyen", PASSWORD.toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.Refused.class);
    assertThat(accounts.byUsername("an.nguyen")).isEmpty();
    assertThat(accounts.registered("an.nguyen")).isPresent();
    secureAccount.block(operator, account, false);
    assertThat(accounts.secrets("an.nguyen").orElseThrow().generation()).isGreaterThan(generation);
  }

  @Test
  void changing_a_password_needs_the_old_one_and_ends_other_sessions() throws AccountRefused {
    var account = account("an.nguyen", BUILDING, Role.LEADER);
    int generation = accounts.secrets("an.nguyen").orElseThrow().generation();

    assertThat(
            reasonOf(
                () -> {
                  secureAccount.changeOwnPassword(
                      account, "not this one".toCharArray(), "một câu khác hẳn".toCharArray());
                  return null;
                }))
        .isEqualTo(AccountRefused.Reason.PASSWORD_WRONG);
    secureAccount.changeOwnPassword(
        account, PASSWORD.toCharArray(), "một câu khác hẳn".toCharArray());

    assertThat(checkSignIn.withPassword("an.nguyen", "một câu khác hẳn".toCharArray(), HERE))
        .isInstanceOf(SignInOutcome.Welcome.class);
    assertThat(accounts.secrets("an.nguyen").orElseThrow().generation()).isGreaterThan(generation);
  }

  @Test
  void a_password_set_by_an_administrator_has_to_be_changed() throws AccountRefused {
    var account = account("an.nguyen", BUILDING, Role.LEADER);
    secureAccount.resetPassword(operator, account, "mật khẩu tạm thời".toCharArray());

    assertThat(checkSignIn.withPassword("an.nguyen", "mật khẩu tạm thời".toCharArray(), HERE))
        .isInstanceOfSatisfying(
            SignInOutcome.Welcome.class,
            welcome -> assertThat(welcome.passwordMustBeChanged()).isTrue());
  }

  @Test
  void weak_passwords_are_refused() {
    assertThat(
            reasonOf(
                () ->
                    registerAccount.register(
                        operator, wanted("an.nguyen", BUILDING, "ngắn quá", Role.LEADER))))
        .isEqualTo(AccountRefused.Reason.PASSWORD_LENGTH);
    assertThat(
            reasonOf(
                () ->
                    registerAccount.register(
                        operator, wanted("an.nguyen", BUILDING, "An.Nguyen-2031", Role.LEADER))))
        .isEqualTo(AccountRefused.Reason.PASSWORD_GUESSABLE);
    assertThat(
            reasonOf(
                () ->
                    registerAccount.register(
                        operator, wanted("an.nguyen", BUILDING, "aaaaaaaaaaaa", Role.LEADER))))
        .isEqualTo(AccountRefused.Reason.PASSWORD_GUESSABLE);
    assertThat(accounts.all()).hasSize(1);
  }

  @Test
  void registering_twice_has_the_result_of_registering_once() throws AccountRefused {
    var first = account("an.nguyen", BUILDING, Role.LEADER);
    var again = account("an.nguyen", BUILDING, Role.LEADER);

    assertThat(again).isEqualTo(first);
    assertThat(audit.about("an.nguyen")).hasSize(1);
  }

  @Test
  void an_administrator_of_one_agency_has_no_power_over_another() throws AccountRefused {
    var ofJustice = account("phap.quan", JUSTICE, Role.ADMINISTRATOR);
    var ofBuilding = account("an.nguyen", BUILDING, Role.LEADER);

    assertThat(
            reasonOf(
                () ->
                    registerAccount.register(
                        ofJustice, wanted("moi.nguoi", BUILDING, PASSWORD, Role.CLERK))))
        .isEqualTo(AccountRefused.Reason.NOT_YOURS);
    assertThat(
            reasonOf(
                () -> {
                  secureAccount.resetPassword(ofJustice, ofBuilding, PASSWORD.toCharArray());
                  return null;
                }))
        .isEqualTo(AccountRefused.Reason.NOT_YOURS);
    assertThat(
            reasonOf(
                () -> {
                  secureAccount.resetSecondFactor(ofJustice, ofBuilding);
                  return null;
                }))
        .isEqualTo(AccountRefused.Reason.NOT_YOURS);
    assertThat(
            reasonOf(
                () -> {
                  secureAccount.block(ofJustice, ofBuilding, true);
                  return null;
                }))
        .isEqualTo(AccountRefused.Reason.NOT_YOURS);
    assertThat(
            reasonOf(
                () -> {
                  equipAccount.putImage(ofJustice, ofBuilding, png(10));
                  return null;
                }))
        .isEqualTo(AccountRefused.Reason.NOT_YOURS);
    assertThat(
            reasonOf(
                () ->
                    registerAccount.register(
                        ofJustice, wanted("an.nguyen", JUSTICE, PASSWORD, Role.ADMINISTRATOR))))
        .as("taking over an account by moving it")
        .isEqualTo(AccountRefused.Reason.USERNAME_TAKEN);
    assertThat(
            registerAccount.register(ofJustice, wanted("moi.nguoi", JUSTICE, PASSWORD, Role.CLERK)))
        .isNotNull();
  }

  @Test
  void somebody_who_is_no_administrator_changes_no_account() throws AccountRefused {
    var clerk = account("binh.tran", BUILDING, Role.CLERK);
    assertThat(
            reasonOf(
                () ->
                    registerAccount.register(
                        clerk, wanted("binh.tran", BUILDING, PASSWORD, Role.ADMINISTRATOR))))
        .isEqualTo(AccountRefused.Reason.NOT_YOURS);
  }

  @Test
  void the_last_administrator_of_the_hub_stays() throws AccountRefused {
    assertThat(
            reasonOf(
                () -> {
                  secureAccount.block(operator, operator, true);
                  return null;
                }))
        .isEqualTo(AccountRefused.Reason.LAST_ADMINISTRATOR);
    assertThat(
            reasonOf(
                () ->
                    registerAccount.register(
                        operator, wanted("quan-tri", HUB, PASSWORD, Role.AUDITOR))))
        .isEqualTo(AccountRefused.Reason.LAST_ADMINISTRATOR);

    account("quan-tri-hai", HUB, Role.ADMINISTRATOR);
    secureAccount.block(operator, operator, true);
    assertThat(accounts.byUsername("quan-tri")).isEmpty();
  }

  @Test
  void images_are_small_pngs() throws Exception {
    var account = account("an.nguyen", BUILDING, Role.LEADER);

    equipAccount.putImage(operator, account, png(300));
    assertThat(accounts.image(account.id())).isPresent();
    for (var bad :
        List.of(
            png(2001), new byte[600 * 1024], "<svg onload='alert(1)'/>".getBytes(), new byte[0])) {
      assertThat(
              reasonOf(
                  () -> {
                    equipAccount.putImage(operator, account, bad);
                    return null;
                  }))
          .isEqualTo(AccountRefused.Reason.NOT_AN_IMAGE);
    }
  }

  @Test
  void what_is_no_certificate_is_refused() {
    assertThat(reasonOf(() -> PemCertificate.first("hello".getBytes())))
        .isEqualTo(AccountRefused.Reason.NOT_A_CERTIFICATE);
    assertThat(reasonOf(() -> PemCertificate.first(new byte[0])))
        .isEqualTo(AccountRefused.Reason.NOT_A_CERTIFICATE);
  }

  @Test
  void every_change_leaves_a_line_in_the_audit_log() throws AccountRefused {
    var account = account("an.nguyen", BUILDING, Role.LEADER);
    secureAccount.resetPassword(operator, account, "mật khẩu tạm thời".toCharArray());
    secureAccount.block(operator, account, true);

    assertThat(audit.about("an.nguyen"))
        .extracting(AuditEntry::action)
        .containsExactlyInAnyOrder("ACCOUNT_ADDED", "PASSWORD_RESET", "ACCOUNT_BLOCKED");
    assertThat(audit.about("an.nguyen"))
        .extracting(AuditEntry::detail)
        .noneMatch(detail -> detail.contains("tạm thời"));
  }

  @Test
  void an_account_name_is_plain() {
    assertThatThrownBy(
            () -> new Account(UUID.randomUUID(), "An Nguyen", "An", BUILDING, Set.of(), List.of()))
        .hasMessageContaining("Not a user name");
  }

  @Test
  void the_rounds_of_the_password_hash_are_those_of_today() {
    var hash = new PlainPbkdf2();
    new Passwords(hash);
    assertThat(hash.parameters)
        .containsEntry("Pbkdf2PasswordHash.Algorithm", "PBKDF2WithHmacSHA512")
        .containsEntry("Pbkdf2PasswordHash.Iterations", "210000");
  }

  private static byte[] png(int side) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(side, 10, BufferedImage.TYPE_INT_ARGB), "png", out);
    return out.toByteArray();
  }
}
