package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.dossierhub.exchange.health.AskFigures;
import org.dossierhub.exchange.settings.MetricsSettings;

/**
 * {@code /metrics}: the figures of this node as OpenMetrics, for whoever brings the word of {@code
 * hub.metrics.token.file} ({@code Authorization: Bearer …}). Without that setting there is nothing
 * here.
 */
@Path("/metrics")
@RequestScoped
public class MetricsResource {
  static final String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String BEARER = "Bearer ";

  @Inject AskFigures askFigures;
  @Inject MetricsSettings settings;

  @GET
  public Response metrics(@HeaderParam("Authorization") String authorization) {
    var wanted = settings.token().orElseThrow(NotFoundException::new).revealSecret();
    if (!matches(authorization, wanted)) {
      return Response.status(401)
          .header("WWW-Authenticate", "Bearer")
          .header("Cache-Control", "no-store")
          .entity(
              new Problem(
                  "NOT_SIGNED_IN",
                  "Cần mã truy cập số liệu.",
                  "The token for the figures is needed."))
          .type("application/json")
          .build();
    }
    return Response.ok(OpenMetricsText.of(askFigures.ask()), TYPE)
        .header("Cache-Control", "no-store")
        .build();
  }

  private static boolean matches(String authorization, char[] wanted) {
    if (wanted.length == 0
        || authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return false;
    }
    return MessageDigest.isEqual(
        authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8),
        new String(wanted).getBytes(StandardCharsets.UTF_8));
  }
}
