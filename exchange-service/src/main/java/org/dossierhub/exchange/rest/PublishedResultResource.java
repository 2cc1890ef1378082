package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.dossierhub.exchange.verification.FindPublishedResult;

/** {@code /results/{token}}: a published result as the public sees it, its file and its QR code. */
@RequestScoped
@Path("/results/{token}")
public class PublishedResultResource {
  @Inject private FindPublishedResult published;

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public String result(@PathParam("token") String token) {
    return published.find(token).map(VerdictJson::write).orElseThrow(NotFoundException::new);
  }

  @GET
  @Path("/document")
  @Produces("application/pdf")
  public Response document(@PathParam("token") String token) {
    return Response.ok(published.document(token).orElseThrow(NotFoundException::new))
        .header("Content-Disposition", "attachment; filename=\"ket-qua.pdf\"")
        .build();
  }

  @GET
  @Path("/qr")
  @Produces("image/png")
  public byte[] qr(@PathParam("token") String token) {
    return published.qr(token).orElseThrow(NotFoundException::new);
  }
}
