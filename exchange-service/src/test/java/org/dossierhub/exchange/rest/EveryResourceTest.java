package org.dossierhub.exchange.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.Json;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.desk.DeskRefusal;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.desk.TestDesk;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.staff.AccountRefused;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.exchange.staff.EquipAccount;
import org.dossierhub.exchange.staff.RegisterAccount;
import org.dossierhub.exchange.web.FakeSecurityContext;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may come to which address below {@code /api/v1}, written down by hand; an address that is in
 * none of the lists fails (A25). Real database; the attacker has every role in another agency.
 */
class EveryResourceTest {
  private static final AgencyCode HUB = new AgencyCode("H99.00");

  private static final Set<String> PUBLIC =
      Set.of(
          "VerifyResource.verify",
          "PublishedResultResource.result",
          "PublishedResultResource.document",
          "PublishedResultResource.qr",
          "HealthResource.health",
          "HealthResource.ready",
          "HealthResource.live");

  /** The word in a file of the operator; MetricsTest tries the others. */
  private static final Set<String> WITH_THE_TOKEN_OF_FIGURES = Set.of("MetricsResource.metrics");

  /** The one-time word in the address is the only credential. */
  private static final Set<String> WITH_THE_WORD_OF_A_SESSION =
      Set.of(
          "SigningSessionResource.session",
          "SigningSessionResource.document",
          "SigningSessionResource.image",
          "SigningSessionResource.signed");

  /** The certificate of a registered agency; ExchangeResourceTest tries the others. */
  private static final Set<String> AGENCIES =
      Set.of(
          "ExchangeResource.submit",
          "ExchangeResource.receipt",
          "ExchangeResource.part",
          "ExchangeResource.evidence",
          "ExchangeResource.fetch",
          "ExchangeResource.acknowledge",
          "ExchangeResource.refuse",
          "ExchangeResource.withdraw",
          "ExchangeResource.status",
          "ExchangeResource.result");

  /** Administrators, those outside the hub's own agency for the accounts of their agency only. */
  private static final Set<String> ADMINISTRATORS =
      Set.of(
          "AccountResource.list",
          "AccountResource.one",
          "AccountResource.save",
          "AccountResource.addCertificate",
          "AccountResource.putImage");

  private static final Set<String> ADMINISTRATORS_OF_WHOLE_HUB =
      Set.of(
          "AgencyResource.list",
          "AgencyResource.one",
          "AgencyResource.save",
          "AgencyResource.addCertificate",
          "AgencyResource.withdrawCertificate",
          "AgencyResource.close",
          "AgreementResource.list",
          "AgreementResource.agree",
          "AgreementResource.end",
          "ProcedureResource.search",
          "ProcedureResource.setCode");

  @TempDir Path folder;
  private TestDesk desk;
  private Account attacker;
  private final Settings settings =
      new Settings(
          new HubSettings(HUB, URI.create("https://hub.test/"), 8443, false, 9797),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
  private final Administration administration = new Administration(settings);

  @BeforeEach
  void a_hub_with_two_agencies() {
    desk = new TestDesk(folder);
    attacker = registered("ke.xau", TestDesk.JUSTICE, Role.values());
  }

  /** Every method of the API that answers requests. */
  static Stream<Method> all() {
    return new RestApi()
        .getClasses().stream()
            .filter(type -> type.isAnnotationPresent(jakarta.ws.rs.Path.class))
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(
                method ->
                    Arrays.stream(method.getAnnotations())
                        .anyMatch(
                            said -> said.annotationType().isAnnotationPresent(HttpMethod.class)));
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  @Test
  void every_address_of_the_api_is_in_one_list() {
    var listed = new TreeSet<String>();
    for (var list :
        List.of(
            PUBLIC,
            WITH_THE_WORD_OF_A_SESSION,
            WITH_THE_TOKEN_OF_FIGURES,
            AGENCIES,
            ADMINISTRATORS,
            ADMINISTRATORS_OF_WHOLE_HUB)) {
      list.forEach(address -> assertThat(listed.add(address)).as(address).isTrue());
    }

    var answered = new TreeSet<String>();
    all().forEach(method -> answered.add(name(method)));
    assertThat(answered).isEqualTo(listed);
    assertThat(all().count()).as("no two methods share a name").isEqualTo(listed.size());
  }

  @Test
  void there_are_no_resources_besides_those_of_the_list() {
    var resources =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.dossierhub.exchange.rest")
                .stream()
                .filter(type -> type.isAnnotatedWith(jakarta.ws.rs.Path.class))
                .map(JavaClass::getName)
                .toList();

    assertThat(resources)
        .containsExactlyInAnyOrderElementsOf(
            all().map(method -> method.getDeclaringClass().getName()).distinct().toList());
  }

  @Test
  void the_filter_for_administrators_stands_before_exactly_these_addresses() {
    all()
        .forEach(
            method -> {
              var demand = method.getDeclaringClass().getAnnotation(ForAdministrators.class);
              assertThat(demand != null)
                  .as(name(method))
                  .isEqualTo(
                      ADMINISTRATORS.contains(name(method))
                          || ADMINISTRATORS_OF_WHOLE_HUB.contains(name(method)));
              if (demand != null) {
                assertThat(demand.ofWholeHub())
                    .as(name(method))
                    .isEqualTo(ADMINISTRATORS_OF_WHOLE_HUB.contains(name(method)));
              }
            });
    assertThat(AdministratorsOnly.class.isAnnotationPresent(ForAdministrators.class)).isTrue();
    assertThat(new RestApi().getClasses()).contains(AdministratorsOnly.class);
  }

  @Test
  void the_filter_for_agencies_stands_before_exactly_these_addresses() {
    all()
        .forEach(
            method ->
                assertThat(method.getDeclaringClass().isAnnotationPresent(ForAgencies.class))
                    .as(name(method))
                    .isEqualTo(AGENCIES.contains(name(method))));
    assertThat(AgenciesOnly.class.isAnnotationPresent(ForAgencies.class)).isTrue();
    assertThat(new RestApi().getClasses()).contains(AgenciesOnly.class);
  }

  @Test
  void whoever_has_not_signed_in_gets_401_and_learns_how() {
    administrators()
        .forEach(
            method -> {
              var refusal = asked(method, null);
              assertThat(refusal.getStatus()).as(name(method)).isEqualTo(401);
              assertThat(refusal.getHeaderString("WWW-Authenticate")).startsWith("Basic ");
              assertThat(((Problem) refusal.getEntity()).code()).isEqualTo("NOT_SIGNED_IN");
            });
  }

  @Test
  void an_official_who_administers_nothing_gets_403() {
    for (var role : Role.values()) {
      if (role != Role.ADMINISTRATOR) {
        var official = registered("nguoi." + role.ordinal(), HUB, role);
        administrators().forEach(method -> forbidden(method, official));
      }
    }
  }

  @Test
  void an_administrator_of_another_agency_gets_403_where_the_whole_hub_is_administered() {
    administrators()
        .forEach(
            method -> {
              if (ADMINISTRATORS_OF_WHOLE_HUB.contains(name(method))) {
                forbidden(method, attacker);
              } else {
                assertThat(asked(method, attacker)).as(name(method)).isNull();
              }
            });
    var own = registered("quan.tri", HUB, Role.ADMINISTRATOR);
    administrators().forEach(method -> assertThat(asked(method, own)).as(name(method)).isNull());
  }

  @Test
  void a25_an_administrator_sees_and_changes_no_account_of_another_agency() throws Exception {
    var accounts = accounts(attacker);
    var leader = desk.leader.username();
    var before = desk.accounts.all();

    try (var list = Json.createReader(new StringReader(accounts.list()))) {
      assertThat(list.readArray().getValuesAs(jakarta.json.JsonObject.class))
          .isNotEmpty()
          .allMatch(account -> account.getString("agency").equals(TestDesk.JUSTICE.value()));
    }
    assertThatThrownBy(() -> accounts.one(leader)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> accounts.addCertificate(leader, body("{}")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> accounts.putImage(leader, body("png")))
        .isInstanceOf(NotFoundException.class);
    notYours(accounts, "cua.sau", TestDesk.HOME);
    notYours(accounts, leader, TestDesk.HOME);
    assertThatThrownBy(() -> accounts.save(account(leader, TestDesk.JUSTICE)))
        .isInstanceOf(AccountRefused.class);

    assertThat(desk.accounts.all()).isEqualTo(before);
  }

  @Test
  void an_administrator_of_the_hub_sees_all_accounts() throws Exception {
    var accounts = accounts(registered("quan.tri", HUB, Role.ADMINISTRATOR));

    assertThat(accounts.list()).contains(desk.leader.username(), attacker.username());
    assertThat(accounts.one(desk.leader.username())).contains(TestDesk.HOME.value());
  }

  @Test
  void without_the_word_of_a_session_there_is_no_session() throws Exception {
    var made = "A".repeat(43);

    for (var attempt :
        List.<Attempt>of(
            () -> desk.serveSigningSession.describe(made),
            () -> desk.serveSigningSession.document(made),
            () -> desk.serveSigningSession.image(made),
            () -> desk.acceptSignedRevision.accept(made, body("%PDF-")))) {
      assertThatThrownBy(attempt::make)
          .isInstanceOfSatisfying(
              DeskRefused.class,
              refused -> {
                assertThat(refused.refusal()).isEqualTo(DeskRefusal.SESSION_UNKNOWN);
                assertThat(new Problems().toResponse(refused).getStatus()).isEqualTo(404);
              });
    }
  }

  private interface Attempt {
    Object make() throws Exception;
  }

  private static void notYours(AccountResource accounts, String username, AgencyCode agency) {
    assertThatThrownBy(() -> accounts.save(account(username, agency)))
        .isInstanceOfSatisfying(
            AccountRefused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(AccountRefused.Reason.NOT_YOURS);
              assertThat(new Problems().toResponse(refused).getStatus()).isEqualTo(403);
            });
  }

  private static InputStream account(String username, AgencyCode agency) {
    return body(
        Json.createObjectBuilder()
            .add("username", username)
            .add("fullName", "Người được cài vào")
            .add("agency", agency.value())
            .add("roles", Json.createArrayBuilder().add("LEADER"))
            .add("password", "một câu rất dễ nhớ")
            .build()
            .toString());
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private AccountResource accounts(Account by) {
    var resource = new AccountResource();
    resource.current = current(by);
    resource.accounts = desk.accounts;
    resource.administration = administration;
    resource.registerAccount =
        new RegisterAccount(
            desk.accounts,
            desk.agencies,
            null, // passwords are looked at after everything that is refused here
            administration,
            desk.audit,
            desk.database.transactions(),
            settings,
            desk.clock);
    resource.equipAccount =
        new EquipAccount(
            desk.accounts, administration, desk.audit, desk.database.transactions(), desk.clock);
    return resource;
  }

  private Account registered(String username, AgencyCode agency, Role... roles) {
    var account =
        new Account(UUID.randomUUID(), username, "Người thử", agency, Set.of(roles), List.of());
    desk.accounts.add(account, "not a hash", false, desk.clock.instant());
    return account;
  }

  private Stream<Method> administrators() {
    return all()
        .filter(method -> method.getDeclaringClass().isAnnotationPresent(ForAdministrators.class));
  }

  private void forbidden(Method method, Account official) {
    var refusal = asked(method, official);
    assertThat(refusal.getStatus()).as("%s for %s", name(method), official).isEqualTo(403);
    assertThat(((Problem) refusal.getEntity()).code()).isEqualTo("ROLE_MISSING");
  }

  /** What the filter answers instead of the resource; null when it lets the request through. */
  private Response asked(Method method, Account official) {
    var refusal = new AtomicReference<Response>();
    var filter = new AdministratorsOnly();
    filter.current = current(official);
    filter.administration = administration;
    filter.resource =
        new ResourceInfo() {
          @Override
          public Method getResourceMethod() {
            return method;
          }

          @Override
          public Class<?> getResourceClass() {
            return method.getDeclaringClass();
          }
        };
    filter.filter(
        (ContainerRequestContext)
            Proxy.newProxyInstance(
                EveryResourceTest.class.getClassLoader(),
                new Class<?>[] {ContainerRequestContext.class},
                (proxy, called, arguments) -> {
                  assertThat(called.getName()).isEqualTo("abortWith");
                  refusal.set((Response) arguments[0]);
                  return null;
                }));
    return refusal.get();
  }

  private CurrentAccount current(Account account) {
    return new CurrentAccount(
        new FakeSecurityContext(account == null ? null : account.username()), desk.accounts);
  }
}
