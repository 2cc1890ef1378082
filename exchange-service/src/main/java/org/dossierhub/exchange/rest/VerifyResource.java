package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.verification.VerifyUpload;

/** {@code POST /verify}: a file in, the verdict out; nothing of the file is kept. */
@RequestScoped
@Path("/verify")
@OneFile
public class VerifyResource {
  @Inject private VerifyUpload verifyUpload;

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces(MediaType.APPLICATION_JSON)
  public String verify(List<EntityPart> parts) throws UploadRefused, IOException {
    for (var part : parts) {
      if (part.getName().equals("file")) {
        try (var content = part.getContent()) {
          return VerdictJson.write(
              verifyUpload.verify(UploadedName.shown(part.getFileName()), content));
        }
      }
    }
    throw new BadRequestException("The form has no part named file");
  }
}
