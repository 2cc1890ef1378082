package org.dossierhub.exchange.rest;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.staff.Administration;

/**
 * Stands before every resource that is {@link ForAdministrators}. Nobody, a wrong password and an
 * account that has to change its password first get the same 401.
 */
@ForAdministrators
public class AdministratorsOnly implements ContainerRequestFilter {
  @Inject CurrentAccount current;
  @Inject Administration administration;
  @Context ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    var account = current.signedIn();
    if (account.isEmpty()) {
      request.abortWith(
          Response.status(401)
              .header(
                  HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Dossier Hub\", charset=\"UTF-8\"")
              .header("Cache-Control", "no-store")
              .type(MediaType.APPLICATION_JSON_TYPE)
              .entity(
                  new Problem(
                      "NOT_SIGNED_IN",
                      "Cần tên đăng nhập và mật khẩu của một quản trị viên (HTTP Basic).",
                      "User name and password of an administrator are needed (HTTP Basic)."))
              .build());
      return;
    }
    var demand = resource.getResourceClass().getAnnotation(ForAdministrators.class);
    boolean allowed =
        demand.ofWholeHub()
            ? administration.ofWholeHub(account.get())
            : account.get().mayActAs(Role.ADMINISTRATOR);
    if (!allowed) {
      request.abortWith(
          Problems.answer(
              403,
              new Problem(
                  "ROLE_MISSING",
                  "Tài khoản của bạn không có vai trò cần cho việc này.",
                  "Your account lacks the role this needs.")));
    }
  }
}
