package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.staff.AccountRefused;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.exchange.staff.EquipAccount;
import org.dossierhub.exchange.staff.PemCertificate;
import org.dossierhub.exchange.staff.RegisterAccount;
import org.dossierhub.exchange.staff.SecureAccount;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.CertificateSubject;

/**
 * {@code /quan-tri/tai-khoan}: people, their roles and what they sign with. Administrators of an
 * agency see the accounts of that agency only.
 */
@Path("/quan-tri/tai-khoan")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor(Role.ADMINISTRATOR)
public class AccountAdministration {
  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject Accounts accounts;
  @Inject Agencies agencies;
  @Inject Administration administration;
  @Inject RegisterAccount registerAccount;
  @Inject EquipAccount equipAccount;
  @Inject SecureAccount secureAccount;
  @Inject Settings settings;
  @Inject Clock clock;

  /** An account in the list. */
  public record Row(Account account, List<Role> roles, boolean blocked) {}

  /** An agency an account can belong to. */
  public record Choice(String code, String name) {}

  @GET
  public Page list() {
    return listPage(current.required());
  }

  @POST
  public Response add(PostedForm form) {
    var by = current.required();
    var wanted =
        new RegisterAccount.Wanted(
            form.text("username"),
            form.text("ho-ten"),
            agency(form.text("co-quan")),
            roles(form),
            Optional.of(form.secret("password")),
            form.ticked("doi-mat-khau"));
    try {
      if (accounts.registered(wanted.username()).isPresent()) {
        throw new AccountRefused(AccountRefused.Reason.USERNAME_TAKEN);
      }
      registerAccount.register(by, wanted);
    } catch (AccountRefused e) {
      return listPage(by).trouble(ProblemPages.sentenceOf(e, visit.language())).answer(422);
    }
    return back(wanted.username(), visit.texts().text("account.saved", wanted.fullName()));
  }

  @GET
  @Path("/{username}")
  public Page one(@PathParam("username") String username) {
    return page(of(username));
  }

  @POST
  @Path("/{username}")
  public Response change(@PathParam("username") String username, PostedForm form) {
    var account = of(username);
    return done(
        account,
        visit.texts().text("account.saved", form.text("ho-ten")),
        () ->
            registerAccount.register(
                current.required(),
                new RegisterAccount.Wanted(
                    username,
                    form.text("ho-ten"),
                    account.agency(),
                    roles(form),
                    Optional.empty(),
                    false)));
  }

  @POST
  @Path("/{username}/chung-thu")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Response addCertificate(@PathParam("username") String username, PostedForm form) {
    var account = of(username);
    try {
      var certificate =
          PemCertificate.first(form.file("tep").map(PostedFile::small).orElse(new byte[0]));
      boolean added = equipAccount.addCertificate(current.required(), account, certificate);
      return back(
          username,
          added
              ? visit
                  .texts()
                  .text("certificate.added", CertificateSubject.of(certificate).commonName())
              : visit.texts().text("certificate.there"));
    } catch (AccountRefused e) {
      return refused(account, e);
    }
  }

  @POST
  @Path("/{username}/chung-thu/bo")
  public Response removeCertificate(@PathParam("username") String username, PostedForm form) {
    var account = of(username);
    return done(
        account,
        visit.texts().text("certificate.removed"),
        () ->
            equipAccount.removeCertificate(
                current.required(),
                account,
                certificateId(form.text("issuer"), form.text("serial"))));
  }

  @GET
  @Path("/{username}/anh")
  @Produces("image/png")
  public byte[] image(@PathParam("username") String username) {
    return accounts.image(of(username).id()).orElseThrow(NotFoundException::new);
  }

  @POST
  @Path("/{username}/anh")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Response putImage(@PathParam("username") String username, PostedForm form) {
    var account = of(username);
    return done(
        account,
        visit.texts().text("account.saved", account.fullName()),
        () ->
            equipAccount.putImage(
                current.required(),
                account,
                form.file("tep").map(PostedFile::small).orElse(new byte[0])));
  }

  @POST
  @Path("/{username}/mat-khau")
  public Response resetPassword(@PathParam("username") String username, PostedForm form) {
    var account = of(username);
    var fresh = form.secret("password");
    try {
      return done(
          account,
          visit.texts().text("account.saved", account.fullName()),
          () -> secureAccount.resetPassword(current.required(), account, fresh));
    } finally {
      Arrays.fill(fresh, '\0');
    }
  }

  @POST
  @Path("/{username}/buoc-hai/bo")
  public Response resetSecondFactor(@PathParam("username") String username, PostedForm form) {
    var account = of(username);
    return done(
        account,
        visit.texts().text("second.stopped"),
        () -> secureAccount.resetSecondFactor(current.required(), account));
  }

  @POST
  @Path("/{username}/khoa")
  public Response block(@PathParam("username") String username, PostedForm form) {
    var account = of(username);
    return done(
        account,
        visit.texts().text("account.saved", account.fullName()),
        () -> secureAccount.block(current.required(), account, form.text("khoa").equals("1")));
  }

  private interface Change {
    void make() throws AccountRefused;
  }

  private Response done(Account account, String news, Change change) {
    try {
      change.make();
      return back(account.username(), news);
    } catch (AccountRefused e) {
      return refused(account, e);
    }
  }

  private Response refused(Account account, AccountRefused refused) {
    return page(account).trouble(ProblemPages.sentenceOf(refused, visit.language())).answer(422);
  }

  private Response back(String username, String news) {
    session.news(news);
    return Response.seeOther(URI.create("/quan-tri/tai-khoan/" + username)).build();
  }

  /** The account, unless it belongs to an agency somebody else administers: then there is none. */
  private Account of(String username) {
    return accounts
        .registered(username)
        .filter(account -> administration.of(current.required(), account.agency()))
        .orElseThrow(NotFoundException::new);
  }

  private Page listPage(Account by) {
    var visible = administration.ofWholeHub(by) ? accounts.all() : accounts.ofAgency(by.agency());
    return Page.of("admin-accounts")
        .with(
            "accounts",
            visible.stream()
                .map(
                    account ->
                        new Row(
                            account,
                            account.roles().stream().sorted().toList(),
                            accounts.isBlocked(account.id())))
                .toList())
        .with("agencies", choices(by))
        .with("roles", List.of(Role.values()));
  }

  private List<Choice> choices(Account by) {
    var own = settings.hub().code();
    var registered =
        agencies.all().stream()
            .filter(agency -> administration.of(by, agency.code()))
            .map(agency -> new Choice(agency.code().value(), agency.name()))
            .collect(Collectors.toCollection(java.util.ArrayList::new));
    if (administration.of(by, own)
        && registered.stream().noneMatch(choice -> choice.code().equals(own.value()))) {
      registered.add(0, new Choice(own.value(), "Dossier Hub"));
    }
    return registered;
  }

  private Page page(Account account) {
    return Page.of("admin-account")
        .with("account", account)
        .with("roles", List.of(Role.values()))
        .with("has", account.roles().stream().map(Enum::name).toList())
        .with("blocked", accounts.isBlocked(account.id()))
        .with("certificates", ShownCertificate.of(accounts.certificates(account.id()), clock))
        .with("hasImage", accounts.image(account.id()).isPresent())
        .with(
            "hasSecondFactor",
            accounts
                .secrets(account.username())
                .flatMap(Accounts.Secrets::secondFactor)
                .isPresent());
  }

  private static Set<Role> roles(PostedForm form) {
    try {
      return form.all("vai-tro").stream().map(Role::valueOf).collect(Collectors.toSet());
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("Not a role", e);
    }
  }

  static AgencyCode agency(String code) {
    try {
      return new AgencyCode(code);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("Not an agency code", e);
    }
  }

  static CertificateId certificateId(String issuer, String serial) {
    try {
      return new CertificateId(issuer, new BigInteger(serial, 16));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("Not a certificate", e);
    }
  }
}
