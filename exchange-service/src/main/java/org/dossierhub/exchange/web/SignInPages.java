package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.staff.CheckSignIn;
import org.dossierhub.exchange.staff.SignInOutcome;

/**
 * {@code /dang-nhap}, {@code /dang-xuat}: password first, then the one-time code of accounts that
 * have a second factor.
 */
@Path("/")
@Produces(Page.HTML)
@RequestScoped
@OpenToAll
public class SignInPages {
  /** Where to go afterwards: a path of this hub, never another host. */
  private static final Pattern OWN_PATH = Pattern.compile("/(?:[A-Za-z0-9][A-Za-z0-9/._-]*)?");

  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject CheckSignIn checkSignIn;

  @GET
  @Path("dang-nhap")
  public Response form(@QueryParam("tiep") String next) {
    session.needAnswer();
    return current.signedIn().isPresent()
        ? goTo(ownPath(next))
        : Page.of("sign-in").with("next", ownPath(next)).answer(200);
  }

  @POST
  @Path("dang-nhap")
  public Response signIn(PostedForm form) {
    var username = form.text("username");
    var password = form.secret("password");
    var next = ownPath(form.text("tiep"));
    var outcome = checkSignIn.withPassword(username, password, visit.address());
    Arrays.fill(password, '\0');
    if (outcome instanceof SignInOutcome.CodeNeeded needed) {
      session.halfWay(needed);
      return Page.of("sign-in-code").with("next", next).answer(200);
    }
    if (outcome instanceof SignInOutcome.Welcome welcome) {
      return comeIn(welcome, next);
    }
    return Page.of("sign-in")
        .with("next", next)
        .with("username", username)
        .trouble(visit.texts().text(troubleKey(outcome, "signIn.refused")))
        .answer(outcome instanceof SignInOutcome.TooOften ? 429 : 403);
  }

  @POST
  @Path("dang-nhap/ma")
  public Response code(PostedForm form) {
    var next = ownPath(form.text("tiep"));
    var username = session.halfWay();
    if (username.isEmpty()) {
      return Page.of("sign-in")
          .with("next", next)
          .trouble(visit.texts().text("signIn.again"))
          .answer(403);
    }
    var outcome = checkSignIn.withCode(username.get(), form.text("code"), visit.address());
    return outcome instanceof SignInOutcome.Welcome welcome
        ? comeIn(welcome, next)
        : Page.of("sign-in-code")
            .with("next", next)
            .trouble(visit.texts().text(troubleKey(outcome, "signIn.codeRefused")))
            .answer(outcome instanceof SignInOutcome.TooOften ? 429 : 403);
  }

  @POST
  @Path("dang-xuat")
  public Response signOut(PostedForm form) {
    session.signOut();
    visit.renewFormToken();
    return goTo("/");
  }

  private Response comeIn(SignInOutcome.Welcome welcome, String next) {
    session.signIn(welcome);
    visit.renewFormToken();
    return goTo(
        welcome.passwordMustBeChanged()
            ? "/tai-khoan"
            : next.equals("/") ? firstPage(welcome) : next);
  }

  private static String firstPage(SignInOutcome.Welcome welcome) {
    return FirstPage.of(welcome.account());
  }

  private static String troubleKey(SignInOutcome outcome, String otherwise) {
    return outcome instanceof SignInOutcome.TooOften ? "signIn.tooOften" : otherwise;
  }

  static String ownPath(String asked) {
    return asked != null && OWN_PATH.matcher(asked).matches() && !asked.contains("..")
        ? asked
        : "/";
  }

  private static Response goTo(String path) {
    return Response.seeOther(URI.create(path)).build();
  }
}
