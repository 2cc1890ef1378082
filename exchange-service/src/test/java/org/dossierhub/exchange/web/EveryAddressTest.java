package org.dossierhub.exchange.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.NotSignedIn;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.Test;

/**
 * Every address of the pages has a {@link Door}, and the {@link Doorkeeper} opens it to whom the
 * door is for and to nobody else (A25). What lies behind the doors of one agency is tried in {@link
 * NeighbouringOfficialTest}.
 */
class EveryAddressTest {
  private static final AgencyCode HUB = new AgencyCode("H99.00");

  private final AtomicReference<Response> aborted = new AtomicReference<>();

  @Test
  void every_address_of_the_pages_has_exactly_one_door() {
    var addresses = Door.all().map(Door::name).collect(Collectors.toCollection(TreeSet::new));
    var doors = new TreeSet<String>();
    for (var door : Door.values()) {
      for (var address : door.addresses) {
        assertThat(doors.add(address)).as("%s has two doors", address).isTrue();
      }
    }

    assertThat(addresses).isEqualTo(doors);
    assertThat(Door.all().count()).as("no two methods share a name").isEqualTo(addresses.size());
  }

  @Test
  void there_are_no_pages_besides_those_of_the_list() {
    var classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.dossierhub.exchange");
    var resources =
        classes.stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .filter(type -> !type.getPackageName().endsWith(".rest"))
            .map(JavaClass::getName)
            .toList();

    assertThat(resources)
        .containsExactlyInAnyOrderElementsOf(
            new Pages()
                .getClasses().stream()
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .map(Class::getName)
                    .toList());
  }

  @Test
  void a_visitor_comes_to_public_pages_only() {
    for (var door : Door.values()) {
      door.methods()
          .forEach(
              address -> {
                if (door == Door.PUBLIC) {
                  ask(address, null, Map.of());
                  assertThat(aborted.get()).isNull();
                } else {
                  assertThatThrownBy(() -> ask(address, null, Map.of()))
                      .as(Door.name(address))
                      .isInstanceOf(NotSignedIn.class);
                }
              });
    }
  }

  @Test
  void an_account_comes_to_what_one_of_its_roles_is_for_and_to_nothing_else() {
    for (var role : Role.values()) {
      var official = Samples.account(Samples.OURS, "Cán bộ", role);
      Door.PUBLIC.methods().forEach(address -> ask(address, official, Map.of()));
      Door.SIGNED_IN.methods().forEach(address -> ask(address, official, Map.of()));
      refused(Door.ADMINISTRATORS_OF_WHOLE_HUB, official);
      if (role != Role.ADMINISTRATOR && role != Role.AUDITOR) {
        refused(Door.ADMINISTRATORS, official);
      }
    }
    var administrator = Samples.account(Samples.OURS, "Quản trị", Role.ADMINISTRATOR);
    refused(Door.OF_ONE_AGENCY, administrator);
    refused(Door.LIST_OF_ONE_AGENCY, administrator);
    Door.ADMINISTRATORS.methods().forEach(address -> ask(address, administrator, Map.of()));
  }

  @Test
  void each_step_of_the_desk_is_for_its_own_role() {
    var rights =
        Map.of(
            "SigningPages", Role.LEADER,
            "ClerkPages", Role.CLERK,
            "DossierPages.move", Role.ONE_STOP_OFFICER,
            "DossierPages.prepare", Role.ONE_STOP_OFFICER,
            "DossierPages.replaceDraft", Role.ONE_STOP_OFFICER,
            "DossierPages.discardDraft", Role.ONE_STOP_OFFICER);
    Door.OF_ONE_AGENCY
        .methods()
        .forEach(
            address -> {
              var only =
                  rights.getOrDefault(
                      Door.name(address), rights.get(address.getDeclaringClass().getSimpleName()));
              for (var role : EnumSet.complementOf(EnumSet.of(Role.ADMINISTRATOR))) {
                var official = Samples.account(Samples.OURS, "Cán bộ", role);
                if (only == null || only == role) {
                  ask(address, official, Map.of());
                } else {
                  forbidden(address, official, Map.of());
                }
              }
            });
  }

  @Test
  void the_whole_hub_is_for_administrators_of_its_own_agency() {
    for (var role : Role.values()) {
      var official = Samples.account(HUB, "Người của hệ thống", role);
      if (role == Role.ADMINISTRATOR) {
        Door.ADMINISTRATORS_OF_WHOLE_HUB
            .methods()
            .forEach(address -> ask(address, official, Map.of()));
      } else {
        refused(Door.ADMINISTRATORS_OF_WHOLE_HUB, official);
      }
    }
  }

  @Test
  void whoever_has_to_change_the_password_is_led_there_and_nowhere_else() {
    var official = Samples.account(Samples.OURS, "Cán bộ mới", Role.values());
    var accounts = new FakeAccounts();
    accounts.add(official, "hash", true, Instant.EPOCH);

    for (var door : EnumSet.complementOf(EnumSet.of(Door.PUBLIC, Door.SIGNED_IN))) {
      door.methods()
          .forEach(
              address -> {
                ask(address, official, Map.of(), accounts);
                assertThat(aborted.get().getStatus()).as(Door.name(address)).isEqualTo(303);
                assertThat(aborted.get().getLocation()).isEqualTo(URI.create("/tai-khoan"));
              });
    }
    Door.SIGNED_IN
        .methods()
        .forEach(
            address -> {
              ask(address, official, Map.of(), accounts);
              assertThat(aborted.get()).isNull();
            });
  }

  @Test
  void a_form_of_another_site_is_refused_at_every_address_that_changes_something() {
    var everything = Samples.account(HUB, "Quản trị", Role.values());
    for (var foreign :
        Set.of(
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "same-site"),
            Map.of("Origin", "https://evil.example"),
            Map.of("Origin", "http://10.0.0.5:8080"),
            Map.of("Origin", "https://hub.example:8444"),
            Map.of("Origin", "null"))) {
      Door.all()
          .filter(address -> !address.isAnnotationPresent(GET.class))
          .forEach(address -> forbidden(address, everything, foreign));
    }
    Door.all()
        .forEach(
            address ->
                ask(
                    address,
                    everything,
                    Map.of("Sec-Fetch-Site", "same-origin", "Origin", "https://hub.example")));
  }

  @Test
  void a_page_that_says_nothing_about_its_visitors_has_none() throws Exception {
    var silent = Silent.class.getDeclaredMethod("page");

    forbidden(silent, null, Map.of());
    forbidden(silent, Samples.account(HUB, "Quản trị", Role.values()), Map.of());
  }

  /** Somebody forgot the annotation. */
  @Path("/quen")
  static final class Silent {
    @GET
    public Page page() {
      return Page.of("home");
    }
  }

  private void refused(Door door, Account official) {
    door.methods().forEach(address -> forbidden(address, official, Map.of()));
  }

  private void forbidden(Method address, Account official, Map<String, String> headers) {
    assertThatThrownBy(() -> ask(address, official, headers))
        .as("%s for %s with %s", Door.name(address), official, headers)
        .isInstanceOf(ForbiddenException.class);
  }

  private void ask(Method address, Account official, Map<String, String> headers) {
    ask(
        address,
        official,
        headers,
        official == null ? new FakeAccounts() : new FakeAccounts().with(official));
  }

  private void ask(
      Method address, Account official, Map<String, String> headers, FakeAccounts accounts) {
    aborted.set(null);
    var doorkeeper = new Doorkeeper();
    doorkeeper.accounts = accounts;
    doorkeeper.session = new FakeSession();
    doorkeeper.current =
        new CurrentAccount(
            new FakeSecurityContext(official == null ? null : official.username()), accounts);
    doorkeeper.hub = RenderingTest.settings().hub();
    doorkeeper.administration = new Administration(RenderingTest.settings());
    doorkeeper.page =
        new ResourceInfo() {
          @Override
          public Method getResourceMethod() {
            return address;
          }

          @Override
          public Class<?> getResourceClass() {
            return address.getDeclaringClass();
          }
        };
    doorkeeper.filter(request(address, headers));
  }

  private ContainerRequestContext request(Method address, Map<String, String> headers) {
    var answers = new HashMap<String, Object>();
    answers.put("getMethod", address.isAnnotationPresent(POST.class) ? "POST" : "GET");
    var uri =
        fake(
            UriInfo.class,
            // what a proxy made of the request
            Map.of("getPath", "trang", "getBaseUri", URI.create("http://10.0.0.5:8080/")),
            Map.of());
    answers.put("getUriInfo", uri);
    return fake(ContainerRequestContext.class, answers, headers);
  }

  private <T> T fake(Class<T> type, Map<String, Object> answers, Map<String, String> headers) {
    return type.cast(
        Proxy.newProxyInstance(
            EveryAddressTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getHeaderString" -> headers.get((String) arguments[0]);
                  case "abortWith" -> {
                    aborted.set((Response) arguments[0]);
                    yield null;
                  }
                  default -> {
                    assertThat(answers)
                        .as(Arrays.toString(arguments))
                        .containsKey(method.getName());
                    yield answers.get(method.getName());
                  }
                }));
  }
}
