package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.desk.OpenSigningSession;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.settings.Settings;

/**
 * Opens a signing session and writes it as the JSON that {@code signing.js} hands on to the agent.
 */
@ApplicationScoped
public class SigningSessionAnswer {
  @Inject OpenSigningSession openSigningSession;
  @Inject Settings settings;

  Response open(Account account, UUID result, SigningRole role) {
    try {
      var opened = openSigningSession.open(account, result, role);
      return Response.ok(
              Json.createObjectBuilder()
                  .add("hub", settings.hub().publicUrl().resolve("/").toString())
                  .add("session", opened.token())
                  .add("expires", opened.expires().toString())
                  .build()
                  .toString(),
              MediaType.APPLICATION_JSON)
          .build();
    } catch (DeskRefused e) {
      return Response.status(ProblemPages.statusOf(e))
          .type(MediaType.APPLICATION_JSON)
          .entity(
              Json.createObjectBuilder()
                  .add("code", e.refusal().code())
                  .add("reasonVi", e.reasonVi())
                  .add("reasonEn", e.reasonEn())
                  .build()
                  .toString())
          .build();
    }
  }
}
