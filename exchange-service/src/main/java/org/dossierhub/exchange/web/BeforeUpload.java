package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import org.dossierhub.exchange.verification.AnonymousUpload;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.work.TryAgainLater;

/** Refuses a stranger's file before a byte of it is read. */
@OneUpload
@ApplicationScoped
public class BeforeUpload implements ContainerRequestFilter {
  @Inject Visit visit;
  @Inject AnonymousUpload upload;

  @Override
  public void filter(ContainerRequestContext request) {
    try {
      request.setEntityStream(
          upload.begin(visit.address(), request.getEntityStream(), ClientErrorException::new));
    } catch (UploadRefused e) {
      request.abortWith(
          Page.of("verify")
              .trouble(visit.language().choose(e.reasonVi(), e.reasonEn()))
              .answer(ProblemPages.statusOf(e)));
    } catch (TryAgainLater e) {
      request.abortWith(Page.of("verify").trouble(visit.texts().text("verify.busy")).answer(503));
    }
  }
}
