package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.staff.SignInOutcome;

/**
 * What the hub remembers of a browser between two requests; nothing for visitors who never sign in.
 */
@RequestScoped
public class Session {
  private static final String HALF_WAY = "hub.half-way";
  private static final String NEW_SECRET = "hub.new-secret";
  private static final String NEWS = "hub.news";
  private static final Duration HALF_WAY_LASTS = Duration.ofMinutes(5);

  private HttpServletRequest request;
  private Clock clock;

  /** For the container. */
  protected Session() {}

  @Inject
  public Session(HttpServletRequest request, Clock clock) {
    this.request = request;
    this.clock = clock;
  }

  private record HalfWay(String username, Instant at) implements Serializable {}

  /** The password was right, the code is still to come. */
  void halfWay(String username) {
    request.getSession(true).setAttribute(HALF_WAY, new HalfWay(username, clock.instant()));
  }

  Optional<String> halfWay() {
    return attribute(HALF_WAY, HalfWay.class)
        .filter(halfWay -> halfWay.at().plus(HALF_WAY_LASTS).isAfter(clock.instant()))
        .map(HalfWay::username);
  }

  /** From now on this browser is that account; under a new session id, against session fixation. */
  void signIn(SignInOutcome.Welcome welcome) {
    var session = request.getSession(true);
    request.changeSessionId();
    session.removeAttribute(HALF_WAY);
    session.setAttribute(
        HubAuthentication.SIGNED_IN,
        new HubAuthentication.SignedIn(
            welcome.account().username(), welcome.generation(), clock.instant()));
  }

  /** Goes on with an account whose earlier sessions have just been ended. */
  void stay(String username, int generation) {
    request.changeSessionId();
    request
        .getSession(true)
        .setAttribute(
            HubAuthentication.SIGNED_IN,
            new HubAuthentication.SignedIn(username, generation, clock.instant()));
  }

  void signOut() {
    var session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  /** The secret of a second factor that is being enrolled, in base32. */
  void newSecret(String base32) {
    request.getSession(true).setAttribute(NEW_SECRET, base32);
  }

  Optional<String> newSecret() {
    return attribute(NEW_SECRET, String.class);
  }

  void forgetNewSecret() {
    request.getSession(true).removeAttribute(NEW_SECRET);
  }

  /** One sentence to be shown on the next page. */
  void news(String sentence) {
    request.getSession(true).setAttribute(NEWS, sentence);
  }

  Optional<String> takeNews() {
    var news = attribute(NEWS, String.class);
    news.ifPresent(shown -> request.getSession(true).removeAttribute(NEWS));
    return news;
  }

  private <T> Optional<T> attribute(String name, Class<T> type) {
    var session = request.getSession(false);
    return session == null
        ? Optional.empty()
        : Optional.ofNullable(session.getAttribute(name)).filter(type::isInstance).map(type::cast);
  }
}
