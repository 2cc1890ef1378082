package org.dossierhub.exchange.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.NotSignedIn;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.desk.MovableClock;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.staff.AccountIdentityStore;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.exchange.staff.RememberBrowser;
import org.dossierhub.exchange.staff.SecondFactor;
import org.dossierhub.exchange.staff.SecondFactors;
import org.dossierhub.exchange.staff.SignInOutcome;
import org.dossierhub.exchange.store.Database;
import org.dossierhub.exchange.store.StoredAccounts;
import org.dossierhub.exchange.store.StoredBrowserSessions;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.work.TryAgainLater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A browser with its cookies goes from page to page: sign-in, nodes, restarts, a database that is
 * away. What is remembered how long is in {@code RememberBrowserTest}.
 */
class SessionTest {
  @TempDir Path folder;
  private final TestDatabase test = TestDatabase.fresh();
  private final MovableClock clock = new MovableClock();
  private final Account an = Samples.account(Samples.OURS, "Nguyễn Thị Minh An", Role.LEADER);
  private final Browser browser = new Browser();
  private Node node;

  @BeforeEach
  void setUp() {
    new StoredAccounts(test.database()).add(an, "hash", false, clock.instant());
    node = new Node(test.database());
  }

  /** All of one node that has to do with sessions, made anew at every start. */
  private final class Node {
    private final Accounts accounts;
    private final RememberBrowser browsers;
    private final HubAuthentication authentication = new HubAuthentication();

    Node(Database database) {
      accounts = new StoredAccounts(database);
      var settings = RenderingTest.settings();
      browsers =
          new RememberBrowser(
              new StoredBrowserSessions(database),
              new SecondFactors(
                  new Settings(
                      settings.hub(),
                      new StorageSettings(folder),
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null)),
              test.transactions(),
              clock);
      authentication.browsers = browsers;
      var store = new AccountIdentityStore(accounts);
      authentication.identityStores =
          fake(IdentityStoreHandler.class, Map.of("validate", a -> store.validate(credential(a))));
    }
  }

  private static Credential credential(Object[] arguments) {
    return (Credential) arguments[0];
  }

  /** What a browser keeps: cookies by their name. */
  private final class Browser {
    final Map<String, String> cookies = new LinkedHashMap<>();

    Visited ask(Node node, String path) {
      return ask(node, path, session -> {});
    }

    /** One request: recognised before JAX-RS, answered by a page, the cookies taken home. */
    Visited ask(Node node, String path, Consumer<Session> page) {
      var attributes = new HashMap<String, Object>();
      var request =
          fake(
              HttpServletRequest.class,
              Map.of(
                  "getRequestURI",
                  a -> path,
                  "getCookies",
                  a ->
                      cookies.isEmpty()
                          ? null
                          : cookies.entrySet().stream()
                              .map(cookie -> new Cookie(cookie.getKey(), cookie.getValue()))
                              .toArray(Cookie[]::new),
                  "setAttribute",
                  a -> attributes.put((String) a[0], a[1]),
                  "getAttribute",
                  a -> attributes.get(a[0])));
      var caller = new ArrayList<String>();
      var context =
          fake(
              HttpMessageContext.class,
              Map.of(
                  "doNothing",
                  a -> AuthenticationStatus.NOT_DONE,
                  "notifyContainerAboutLogin",
                  a -> {
                    caller.add(((CredentialValidationResult) a[0]).getCallerPrincipal().getName());
                    return AuthenticationStatus.SUCCESS;
                  }));
      node.authentication.validateRequest(request, null, context);
      var session = new Session(request, node.browsers);
      page.accept(session);
      var set = leave(session);
      set.forEach(this::take);
      return new Visited(node, caller.stream().findFirst(), session, set);
    }

    private List<String> leave(Session session) {
      var set = new ArrayList<String>();
      var arrival = new Arrival();
      arrival.session = session;
      arrival.visit = new Visit();
      arrival.servletResponse =
          fake(
              HttpServletResponse.class,
              Map.of(
                  "addHeader",
                  a -> {
                    assertThat(a[0]).isEqualTo("Set-Cookie");
                    return set.add((String) a[1]);
                  }));
      arrival.filter(
          fake(ContainerRequestContext.class, Map.of()),
          fake(
              ContainerResponseContext.class,
              Map.of(
                  "getHeaders", a -> new MultivaluedHashMap<String, Object>(),
                  "getEntity", a -> "neither a page nor led on",
                  "getStatus", a -> 200)));
      return set;
    }

    private void take(String cookie) {
      var parts = Pattern.compile("([^=]+)=([^;]*)(.*)").matcher(cookie);
      assertThat(parts.matches()).isTrue();
      if (parts.group(3).contains("Max-Age=0")) {
        cookies.remove(parts.group(1));
      } else {
        cookies.put(parts.group(1), parts.group(2));
      }
    }

    void signIn(Node node) {
      ask(
          node,
          "/dang-nhap",
          session -> session.signIn(new SignInOutcome.Welcome(an, false, generation())));
    }
  }

  private record Visited(
      Node node, Optional<String> caller, Session session, List<String> cookies) {

    /** Lets the doorkeeper open a page that is for leaders. */
    void openDesk() {
      var doorkeeper = new Doorkeeper();
      doorkeeper.accounts = node.accounts;
      doorkeeper.session = session;
      doorkeeper.current = current();
      doorkeeper.administration = new Administration(RenderingTest.settings());
      doorkeeper.page =
          new ResourceInfo() {
            @Override
            public Method getResourceMethod() {
              return Door.LIST_OF_ONE_AGENCY
                  .methods()
                  .filter(method -> method.getDeclaringClass() == SigningPages.class)
                  .findFirst()
                  .orElseThrow();
            }

            @Override
            public Class<?> getResourceClass() {
              return SigningPages.class;
            }
          };
      doorkeeper.filter(
          fake(
              ContainerRequestContext.class,
              Map.of(
                  "getMethod",
                  a -> "GET",
                  "getUriInfo",
                  a -> fake(UriInfo.class, Map.of("getPath", p -> "ky")))));
    }

    CurrentAccount current() {
      return new CurrentAccount(new FakeSecurityContext(caller.orElse(null)), node.accounts);
    }

    String show(Page page) {
      var writer = new PageWriter();
      writer.visit = new Visit();
      writer.current = current();
      writer.session = session;
      writer.assets = new StaticAssets();
      writer.agencies = new FakeAgencies();
      writer.settings = RenderingTest.settings();
      return writer.html(page);
    }
  }

  private int generation() {
    return new StoredAccounts(test.database()).secrets(an.username()).orElseThrow().generation();
  }

  private int rows() {
    return test.database()
        .read(h -> h.createQuery("select count(*) from browser_session").mapTo(int.class).one());
  }

  private static Database away() {
    return new Database(
        fake(
            DataSource.class,
            Map.of(
                "getConnection",
                a -> {
                  throw new Away();
                })));
  }

  /** Thrown through {@link #fake}, which hands its cause on. */
  private static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Away() {
      super(new SQLException("Connection refused", "08001"));
    }
  }

  private static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            SessionTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (!answers.containsKey(method.getName())) {
                if (method.isDefault()) {
                  return InvocationHandler.invokeDefault(proxy, method, arguments);
                }
                throw new AssertionError(type.getSimpleName() + "." + method.getName());
              }
              try {
                var answer = answers.get(method.getName()).apply(arguments);
                return method.getReturnType() == void.class ? null : answer;
              } catch (Away away) {
                throw away.getCause();
              }
            }));
  }

  @Test
  void whoever_never_signs_in_gets_no_cookie_and_nothing_is_stored() {
    for (var path : List.of("/", "/kiem-tra", "/dang-nhap", "/static/hub.css")) {
      var visited = browser.ask(node, path, session -> session.news("Đã lưu."));
      visited.show(Page.of("home"));

      assertThat(visited.cookies()).isEmpty();
      assertThat(visited.caller()).isEmpty();
    }
    assertThat(rows()).isZero();
  }

  @Test
  void the_cookie_is_for_this_host_over_tls_and_ends_with_the_browser() {
    var visited =
        browser.ask(
            node, "/dang-nhap", session -> session.signIn(new SignInOutcome.Welcome(an, false, 1)));

    assertThat(visited.cookies()).hasSize(1);
    assertThat(visited.cookies().get(0))
        .matches("__Host-hub-session=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax");
  }

  @Test
  void a_sign_in_outlives_a_restart_and_holds_on_the_other_node() {
    browser.signIn(node);
    var other = new Node(test.database());

    var visited = browser.ask(other, "/ky");

    assertThat(visited.caller()).contains(an.username());
    visited.openDesk();
    assertThat(visited.cookies()).as("as before").isEmpty();
    assertThat(browser.ask(node, "/ky").caller()).contains(an.username());
  }

  @Test
  void half_way_at_one_node_the_code_may_come_to_the_other() {
    browser.ask(
        node, "/dang-nhap", session -> session.halfWay(new SignInOutcome.CodeNeeded(an, 1)));

    var half = browser.ask(new Node(test.database()), "/dang-nhap/ma");
    assertThat(half.session().halfWay()).contains(an.username());
    assertThat(half.caller()).isEmpty();
    assertThatThrownBy(half::openDesk).isInstanceOf(NotSignedIn.class);

    browser.signIn(node);
    var whole = browser.ask(node, "/ky");
    assertThat(whole.caller()).contains(an.username());
    assertThat(whole.session().halfWay()).isEmpty();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void signing_out_ends_the_session_everywhere_and_takes_the_cookie_away() {
    browser.signIn(node);
    var stolen = browser.cookies.get(Session.COOKIE);

    var visited = browser.ask(node, "/dang-xuat", Session::signOut);

    assertThat(visited.cookies())
        .containsExactly("__Host-hub-session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
    browser.cookies.put(Session.COOKIE, stolen);
    assertThat(browser.ask(new Node(test.database()), "/ky").caller()).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void a_token_that_was_planted_or_stolen_before_the_sign_in_is_worthless_afterwards() {
    browser.ask(
        node, "/dang-nhap", session -> session.halfWay(new SignInOutcome.CodeNeeded(an, 1)));
    var before = browser.cookies.get(Session.COOKIE);

    browser.signIn(node);

    assertThat(browser.cookies.get(Session.COOKIE)).isNotEqualTo(before);
    browser.cookies.put(Session.COOKIE, before);
    var visited = browser.ask(node, "/ky");
    assertThat(visited.caller()).isEmpty();
    assertThat(visited.session().halfWay()).isEmpty();
  }

  @Test
  void after_a_change_of_password_this_browser_stays_and_every_other_one_is_out() {
    var elsewhere = new Browser();
    elsewhere.signIn(node);
    browser.signIn(node);
    var before = browser.cookies.get(Session.COOKIE);

    browser.ask(
        node,
        "/tai-khoan/mat-khau",
        session -> {
          node.accounts.changePassword(an.id(), "other hash", false);
          session.stay(an, generation());
          session.news("Đã đổi mật khẩu.");
        });

    var visited = browser.ask(new Node(test.database()), "/tai-khoan");
    assertThat(visited.caller()).contains(an.username());
    assertThat(visited.show(Page.of("home"))).contains("Đã đổi mật khẩu.");
    assertThat(elsewhere.ask(node, "/ky").caller()).isEmpty();
    browser.cookies.put(Session.COOKIE, before);
    assertThat(browser.ask(node, "/ky").caller()).as("the old token").isEmpty();
  }

  @Test
  void news_are_on_the_next_page_of_either_node_and_on_no_other() {
    browser.signIn(node);
    browser.ask(node, "/ky/tra-lai", session -> session.news("Đã trả lại."));

    var other = new Node(test.database());
    assertThat(browser.ask(other, "/ky").show(Page.of("home"))).contains("Đã trả lại.");
    assertThat(browser.ask(node, "/ky").show(Page.of("home"))).doesNotContain("Đã trả lại.");
  }

  @Test
  void a_second_factor_begun_at_one_node_is_finished_at_the_other() {
    browser.signIn(node);
    var factor = SecondFactor.fresh();
    browser.ask(node, "/tai-khoan/buoc-hai", session -> session.newSecret(factor));

    var visited = browser.ask(new Node(test.database()), "/tai-khoan/buoc-hai/xac-nhan");

    assertThat(visited.session().newSecret().orElseThrow().base32()).isEqualTo(factor.base32());
  }

  @Test
  void a_session_that_has_ended_leads_to_the_sign_in() {
    browser.signIn(node);
    clock.advance(Duration.ofMinutes(31));

    var visited = browser.ask(node, "/ky");

    assertThat(visited.caller()).isEmpty();
    assertThatThrownBy(visited::openDesk).isInstanceOf(NotSignedIn.class);
    assertThat(visited.show(Page.of("home"))).contains("<a href=\"/dang-nhap\">");
  }

  @Test
  void while_the_database_is_away_nobody_is_signed_out() {
    browser.signIn(node);
    var cut = new Node(away());

    var visited = browser.ask(cut, "/ky");

    assertThat(visited.cookies()).isEmpty();
    assertThatThrownBy(visited::openDesk).isInstanceOf(TryAgainLater.class);
    var problem = new ProblemPages();
    problem.visit = new Visit();
    var answer = problem.toResponse(new TryAgainLater("away"));
    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(visited.show((Page) answer.getEntity()))
        .contains(Texts.in(Language.VIETNAMESE).text("problem.503"))
        .as("neither signed in nor out")
        .doesNotContain("<a href=\"/dang-nhap\">");
    assertThat(browser.ask(node, "/ky").caller()).as("back again").contains(an.username());
  }

  @Test
  void a_database_that_goes_away_in_the_middle_of_a_request_leaves_a_page_that_says_so() {
    browser.signIn(node);
    var visited = browser.ask(node, "/ky");
    var later = new Visited(new Node(away()), visited.caller(), visited.session(), List.of());

    assertThatThrownBy(later::openDesk).isInstanceOf(TryAgainLater.class);
    assertThatThrownBy(() -> later.show(Page.of("home"))).isInstanceOf(TryAgainLater.class);
    var problem = new ProblemPages();
    problem.visit = new Visit();
    assertThat(later.show((Page) problem.toResponse(new TryAgainLater("away")).getEntity()))
        .contains(Texts.in(Language.VIETNAMESE).text("problem.503"))
        .doesNotContain("<a href=\"/dang-nhap\">");
  }

  @Test
  void pages_open_to_all_are_shown_while_the_database_is_away() {
    browser.signIn(node);

    var visited = browser.ask(new Node(away()), "/");

    assertThat(visited.show(Page.of("home"))).doesNotContain("<a href=\"/dang-nhap\">");
  }

  @Test
  void the_servlet_container_has_no_means_to_track_a_session() {
    var modes = new ArrayList<Set<?>>();
    var servlet =
        fake(
            ServletContext.class,
            Map.of(
                "setSessionTrackingModes",
                a -> {
                  modes.add((Set<?>) a[0]);
                  return null;
                }));

    new NoServletSessions().contextInitialized(new ServletContextEvent(servlet));

    assertThat(modes).containsExactly(Set.<SessionTrackingMode>of());
  }
}
