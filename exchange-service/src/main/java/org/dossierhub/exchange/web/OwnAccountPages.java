package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.staff.AccountRefused;
import org.dossierhub.exchange.staff.SecondFactor;
import org.dossierhub.exchange.staff.SecureAccount;

/** {@code /tai-khoan}: what everybody changes for themselves, password and second factor. */
@Path("/tai-khoan")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor
@BeforePasswordChange
public class OwnAccountPages {
  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject Accounts accounts;
  @Inject SecureAccount secureAccount;
  @Inject Clock clock;

  @GET
  public Page own() {
    return page(current.required());
  }

  @POST
  @Path("/mat-khau")
  public Response changePassword(PostedForm form) {
    var own = current.required();
    var now = form.secret("current");
    var fresh = form.secret("new");
    var again = form.secret("again");
    try {
      if (!Arrays.equals(fresh, again)) {
        return page(own).trouble(visit.texts().text("password.differ")).answer(422);
      }
      secureAccount.changeOwnPassword(own, now, fresh);
    } catch (AccountRefused e) {
      return refused(own, e);
    } finally {
      Arrays.fill(now, '\0');
      Arrays.fill(fresh, '\0');
      Arrays.fill(again, '\0');
    }
    return stay(own, "password.done");
  }

  @POST
  @Path("/buoc-hai")
  public Page beginSecondFactor(PostedForm form) {
    var secondFactor = SecondFactor.fresh();
    session.newSecret(secondFactor);
    return enrolment(current.required(), secondFactor);
  }

  @POST
  @Path("/buoc-hai/xac-nhan")
  public Response finishSecondFactor(PostedForm form) {
    var own = current.required();
    var secondFactor = session.newSecret();
    if (secondFactor.isEmpty()) {
      return Response.seeOther(URI.create("/tai-khoan")).build();
    }
    try {
      secureAccount.enrolSecondFactor(own, secondFactor.get(), form.text("code"));
    } catch (AccountRefused e) {
      return enrolment(own, secondFactor.get())
          .trouble(ProblemPages.sentenceOf(e, visit.language()))
          .answer(422);
    }
    return stay(own, "second.done");
  }

  @POST
  @Path("/buoc-hai/bo")
  public Response dropSecondFactor(PostedForm form) {
    var own = current.required();
    try {
      secureAccount.dropOwnSecondFactor(own, form.text("code"));
    } catch (AccountRefused e) {
      return refused(own, e);
    }
    return stay(own, "second.stopped");
  }

  /** All sessions of the account have ended by the change; this one goes on. */
  private Response stay(Account own, String news) {
    session.stay(own, accounts.secrets(own.username()).orElseThrow().generation());
    session.news(visit.texts().text(news));
    visit.renewFormToken();
    return Response.seeOther(URI.create("/tai-khoan")).build();
  }

  private Response refused(Account own, AccountRefused refused) {
    return page(own).trouble(ProblemPages.sentenceOf(refused, visit.language())).answer(422);
  }

  private Page page(Account own) {
    var secrets = accounts.secrets(own.username()).orElseThrow();
    return Page.of("account")
        .with("mustChange", secrets.mustBeChanged())
        .with("hasSecondFactor", secrets.secondFactor().isPresent())
        .with("certificates", ShownCertificate.of(accounts.certificates(own.id()), clock));
  }

  private Page enrolment(Account own, SecondFactor secondFactor) {
    var address = secondFactor.enrolmentUri("Dossier Hub", own.username());
    return Page.of("second-factor")
        .with("qr", QrPicture.dataAddress(address))
        .with("secret", secondFactor.base32().replaceAll("(.{4})(?!$)", "$1 "));
  }
}
