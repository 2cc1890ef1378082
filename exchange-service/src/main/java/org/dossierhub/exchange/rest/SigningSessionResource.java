package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.dossierhub.exchange.desk.AcceptSignedRevision;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.desk.ServeSigningSession;
import org.dossierhub.exchange.settings.HubSettings;

/**
 * What the signing agent at an official's desk talks to; the token in the address is the only
 * credential.
 */
@RequestScoped
@Path("/signing-sessions/{token}")
public class SigningSessionResource {
  @Inject private ServeSigningSession sessions;
  @Inject private AcceptSignedRevision acceptSignedRevision;

  @Inject private HubSettings hub;

  /** The session as the agent shows it to the person at the desk. */
  public record Session(
      String role,
      String title,
      int pages,
      String sha256,
      String hub,
      List<Certificate> certificates,
      String expires) {}

  /** A certificate that may sign: issuer as RFC 4514 text, serial in decimal digits. */
  public record Certificate(String issuer, String serial) {}

  /** Where the result stands after the upload. */
  public record Accepted(String state) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Session session(@PathParam("token") String token) throws DeskRefused {
    var session = sessions.describe(token);
    return new Session(
        session.role().name(),
        session.title(),
        session.pages(),
        session.digest().hex(),
        hub.publicUrl().toString(),
        session.certificates().stream()
            .map(id -> new Certificate(id.issuer(), id.serial().toString()))
            .toList(),
        session.expires().toString());
  }

  @GET
  @Path("/document")
  @Produces("application/pdf")
  public InputStream document(@PathParam("token") String token) throws DeskRefused {
    return sessions.document(token);
  }

  @GET
  @Path("/image")
  @Produces("image/png")
  public Response image(@PathParam("token") String token) throws DeskRefused {
    return sessions
        .image(token)
        .map(png -> Response.ok(png).build())
        .orElseGet(() -> Response.noContent().build());
  }

  @PUT
  @Path("/signed")
  @Consumes({"application/pdf", MediaType.APPLICATION_OCTET_STREAM})
  @Produces(MediaType.APPLICATION_JSON)
  public Accepted signed(@PathParam("token") String token, InputStream body)
      throws DeskRefused, IOException {
    return new Accepted(acceptSignedRevision.accept(token, body).state().name());
  }
}
