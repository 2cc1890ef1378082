package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.staff.BrowserSession;
import org.dossierhub.exchange.staff.BrowserToken;
import org.dossierhub.exchange.staff.RememberBrowser;
import org.dossierhub.exchange.staff.SecondFactor;
import org.dossierhub.exchange.staff.SignInOutcome;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * What the hub remembers of a browser between two requests; nothing for visitors who never sign in.
 * {@link HubAuthentication} has recognised the browser before, {@link Arrival} gives it the cookie.
 */
@RequestScoped
public class Session {
  static final String COOKIE = "__Host-hub-session";
  private static final String RECOGNISED = "hub.recognised";
  private static final String AWAY = "hub.recognised.later";

  private HttpServletRequest request;
  private RememberBrowser browsers;
  private Optional<BrowserSession> known;
  private Optional<String> cookie = Optional.empty();

  /** For the container. */
  protected Session() {}

  @Inject
  public Session(HttpServletRequest request, RememberBrowser browsers) {
    this.request = request;
    this.browsers = browsers;
  }

  /** What the browser showed. */
  static Optional<BrowserToken> token(HttpServletRequest request) {
    return Stream.ofNullable(request.getCookies())
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(Cookie::getValue)
        .flatMap(value -> BrowserToken.of(value).stream())
        .findFirst();
  }

  /** Who this browser is, asked once for a request. */
  static Optional<BrowserSession> recognise(HttpServletRequest request, RememberBrowser browsers) {
    var recognised = token(request).flatMap(browsers::recognise);
    request.setAttribute(RECOGNISED, recognised);
    return recognised;
  }

  /** The database did not say who this browser is. */
  static void notRecognisedNow(HttpServletRequest request, TryAgainLater away) {
    request.setAttribute(AWAY, away);
  }

  /**
   * {@link TryAgainLater} when the database did not say who this browser is: it is neither signed
   * in nor signed out then, and must not be told that it has to sign in.
   */
  void needAnswer() {
    if (request.getAttribute(AWAY) instanceof TryAgainLater away) {
      throw away;
    }
  }

  /** Whether {@link #needAnswer} refuses. */
  boolean isUnknown() {
    return request.getAttribute(AWAY) != null;
  }

  /** The value of the cookie the browser is to have from now on; blank for none any more. */
  Optional<String> cookie() {
    return cookie;
  }

  /** The password was right, the code is still to come. */
  void halfWay(SignInOutcome.CodeNeeded needed) {
    begun(browsers.halfWay(needed.account(), needed.generation(), token(request)));
  }

  Optional<String> halfWay() {
    return known().flatMap(BrowserSession::halfWay);
  }

  /** From now on this browser is that account; under a new token, against session fixation. */
  void signIn(SignInOutcome.Welcome welcome) {
    begun(browsers.signIn(welcome.account(), welcome.generation(), token(request)));
  }

  /** Goes on with an account whose earlier sessions have just been ended; under a new token. */
  void stay(Account own, int generation) {
    begun(browsers.signIn(own, generation, token(request)));
  }

  private void begun(RememberBrowser.Begun begun) {
    known = Optional.of(begun.session());
    cookie = Optional.of(begun.token().cookieValue());
  }

  void signOut() {
    var token = token(request);
    token.ifPresent(browsers::forget);
    known = Optional.empty();
    cookie = token.map(forgotten -> "");
  }

  /** The secret of a second factor that is being enrolled. */
  void newSecret(SecondFactor secondFactor) {
    known = known().map(session -> browsers.keepNewSecret(session, secondFactor));
  }

  Optional<SecondFactor> newSecret() {
    return known().flatMap(browsers::newSecret);
  }

  /** One sentence to be shown on the next page, if somebody is signed in to see it. */
  void news(String sentence) {
    known = known().map(session -> browsers.keepNews(session, sentence));
  }

  Optional<String> takeNews() {
    if (isUnknown()) {
      return Optional.empty();
    }
    var before = known().filter(session -> session.news().isPresent());
    var after = before.flatMap(browsers::takeNews);
    if (after.isEmpty()) {
      return Optional.empty();
    }
    known = after;
    return before.flatMap(BrowserSession::news);
  }

  private Optional<BrowserSession> known() {
    needAnswer();
    if (known == null) {
      known =
          request.getAttribute(RECOGNISED) instanceof Optional<?> recognised
              ? recognised.map(BrowserSession.class::cast)
              : recognise(request, browsers);
    }
    return known;
  }
}
