package org.dossierhub.exchange.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.dossierhub.exchange.settings.HubSettings;

/**
 * Tells browsers what the hub never does, on every answer, errors included: no foreign or inline
 * script or style, no framing by others, no guessing of types, no address passed on to other sites
 * (addresses of results are secrets). Strict-Transport-Security is the listener's business.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SecurityHeaders extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /**
   * Pages: own style and modules, images also from data: (QR codes), requests to the hub and the
   * signing agent only.
   */
  private static final String PAGES =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self' %s;"
          + " frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** A PDF of ours inside a page of ours; the browser's viewer brings its own style. */
  private static final String DOCUMENT =
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: blob:; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'";

  @Inject private transient HubSettings hub;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean document = isFramedDocument(request.getRequestURI());
    response.setHeader(
        "Content-Security-Policy",
        document ? DOCUMENT : PAGES.formatted(SigningAgent.address(hub)));
    response.setHeader("X-Frame-Options", document ? "SAMEORIGIN" : "DENY");
    response.setHeader("X-Content-Type-Options", "nosniff");
    // Not "no-referrer": with it browsers send "Origin: null" with our own forms, which are then
    // refused.
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader(
        "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    chain.doFilter(request, response);
  }

  private static boolean isFramedDocument(String path) {
    return path.matches("/(ky|van-thu)/[0-9a-f-]{36}/tep");
  }
}
