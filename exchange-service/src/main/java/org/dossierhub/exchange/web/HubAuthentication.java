package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.CallerOnlyCredential;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.dossierhub.exchange.settings.TrustedProxies;
import org.dossierhub.exchange.staff.BrowserSession;
import org.dossierhub.exchange.staff.CheckSignIn;
import org.dossierhub.exchange.staff.RememberBrowser;
import org.dossierhub.exchange.staff.SignInOutcome;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * Tells the container who makes a request: for pages whoever signed in with this browser, for
 * {@code /api/v1/admin} whoever the HTTP Basic header names (with {@code X-One-Time-Code} for an
 * account with a second factor). How long a browser is remembered is said by {@link
 * RememberBrowser}.
 */
@ApplicationScoped
public class HubAuthentication implements HttpAuthenticationMechanism {
  private static final String API = "/api/";
  private static final String ADMIN_API = API + "v1/admin";

  @Inject IdentityStoreHandler identityStores;
  @Inject CheckSignIn checkSignIn;
  @Inject RememberBrowser browsers;
  @Inject TrustedProxies proxies;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    try {
      return caller(request)
          .map(
              username ->
                  context.notifyContainerAboutLogin(
                      identityStores.validate(new CallerOnlyCredential(username))))
          .orElseGet(context::doNothing);
    } catch (TryAgainLater away) {
      if (path(request.getRequestURI()).startsWith(API)) {
        throw away;
      }
      // An exception here would be an empty page. The doorkeeper says it in words, and the style
      // sheet of that page comes this way, too.
      Session.notRecognisedNow(request, away);
      return context.doNothing();
    }
  }

  @Override
  public void cleanSubject(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Session.token(request).ifPresent(browsers::forget);
  }

  Optional<String> caller(HttpServletRequest request) {
    var path = path(request.getRequestURI());
    if (path.equals(ADMIN_API) || path.startsWith(ADMIN_API + "/")) {
      return basic(request);
    }
    if (path.startsWith(API)) {
      return Optional.empty(); // sessions are for pages, whose forms carry a token
    }
    return Session.recognise(request, browsers).flatMap(BrowserSession::signedIn);
  }

  /**
   * The path by which a resource is found: decoded, without parameters ({@code ;x}), empty segments
   * and dots, so that no spelling of an address is taken for another address.
   */
  static String path(String requestUri) {
    var segments = new ArrayDeque<String>();
    for (var raw : requestUri.split("/")) {
      var segment = decoded(raw.replaceFirst(";.*", "")).replaceFirst("(?s);.*", "");
      for (var part : segment.split("/")) {
        if (part.equals("..")) {
          segments.pollLast();
        } else if (!part.isEmpty() && !part.equals(".")) {
          segments.addLast(part);
        }
      }
    }
    return "/" + String.join("/", segments);
  }

  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return segment;
    }
  }

  /** RFC 7617, UTF-8. */
  private Optional<String> basic(HttpServletRequest request) {
    var header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    char[] text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getDecoder().decode(header.substring(6).strip())))
              .toString()
              .toCharArray();
    } catch (IllegalArgumentException | CharacterCodingException notBasic) {
      return Optional.empty();
    }
    int colon = new String(text).indexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    var username = new String(text, 0, colon);
    var password = Arrays.copyOfRange(text, colon + 1, text.length);
    var address = Arrival.visitor(proxies, request);
    var outcome = checkSignIn.withPassword(username, password, address);
    if (outcome instanceof SignInOutcome.CodeNeeded) {
      var code = request.getHeader("X-One-Time-Code");
      outcome = checkSignIn.withCode(username, code == null ? "" : code, address);
    }
    return outcome instanceof SignInOutcome.Welcome welcome && !welcome.passwordMustBeChanged()
        ? Optional.of(welcome.account().username())
        : Optional.empty();
  }
}
