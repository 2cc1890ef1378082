package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import java.util.Collections;
import java.util.Optional;
import org.dossierhub.exchange.settings.TrustedProxies;

/**
 * First and last station of a page: language and form token come in with cookies and leave with
 * them, and so does the token of the {@link Session}. {@code ?lang=en} or {@code ?lang=vi} on any
 * page changes the language from then on.
 */
@ApplicationScoped
@PreMatching
public class Arrival implements ContainerRequestFilter, ContainerResponseFilter {
  static final String LANGUAGE_COOKIE = "__Host-hub-lang";
  private static final String FORGET = "; Max-Age=0";
  private static final int ONE_YEAR = 365 * 24 * 60 * 60;

  @Inject Visit visit;
  @Inject Session session;
  @Inject TrustedProxies proxies;
  @Context HttpServletRequest servletRequest;
  @Context HttpServletResponse servletResponse;

  @Override
  public void filter(ContainerRequestContext request) {
    var asked = request.getUriInfo().getQueryParameters().getFirst("lang");
    var language =
        Language.of(asked != null ? asked : cookie(request, LANGUAGE_COOKIE).orElse("vi"));
    visit.begin(
        language,
        "/" + request.getUriInfo().getPath().replaceAll("^/+", ""),
        remoteAddress(),
        cookie(request, FormToken.COOKIE).flatMap(FormToken::ofCookie).orElseGet(FormToken::fresh));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!response.getHeaders().containsKey("Cache-Control")) {
      response.getHeaders().putSingle("Cache-Control", "no-store");
    }
    session
        .cookie()
        .ifPresent(token -> addCookie(Session.COOKIE, token, token.isEmpty() ? FORGET : ""));
    if (!(response.getEntity() instanceof Page) && response.getStatus() != 303) {
      return;
    }
    if (request.getUriInfo().getQueryParameters().containsKey("lang")) {
      addCookie(LANGUAGE_COOKIE, visit.language().tag(), "; Max-Age=" + ONE_YEAR);
    }
    var known = cookie(request, FormToken.COOKIE).orElse("");
    if (!known.equals(visit.formToken().cookieValue())) {
      addCookie(FormToken.COOKIE, visit.formToken().cookieValue(), "");
    }
  }

  private String remoteAddress() {
    return servletRequest == null ? "" : visitor(proxies, servletRequest);
  }

  /** The address a request comes from, behind the proxies that are trusted. */
  static String visitor(TrustedProxies proxies, HttpServletRequest request) {
    return proxies.visitor(
        request.getRemoteAddr(), Collections.list(request.getHeaders(TrustedProxies.HEADER)));
  }

  private static Optional<String> cookie(ContainerRequestContext request, String name) {
    return Optional.ofNullable(request.getCookies().get(name)).map(cookie -> cookie.getValue());
  }

  /**
   * Without Max-Age the browser forgets the cookie when it is closed. Added to the servlet's
   * answer: a cookie among the headers of JAX-RS would replace the others.
   */
  private void addCookie(String name, String value, String lifetime) {
    servletResponse.addHeader(
        "Set-Cookie",
        name + "=" + value + "; Path=/" + lifetime + "; Secure; HttpOnly; SameSite=Lax");
  }
}
