package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.staff.AccountRefused;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.exchange.staff.EquipAccount;
import org.dossierhub.exchange.staff.RegisterAccount;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * {@code /admin/accounts}: people, what they may do and what they sign with; an administrator of
 * one agency sees the accounts of that agency only. The user name is the key, posting one twice
 * changes nothing, and the password of an account that is there stays.
 */
@Path("/admin/accounts")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@ForAdministrators(ofWholeHub = false)
public class AccountResource {
  private static final int IMAGE_LIMIT = 512 * 1024;

  @Inject CurrentAccount current;
  @Inject Accounts accounts;
  @Inject Administration administration;
  @Inject RegisterAccount registerAccount;
  @Inject EquipAccount equipAccount;

  @GET
  public String list() {
    var by = current.required();
    var visible = administration.ofWholeHub(by) ? accounts.all() : accounts.ofAgency(by.agency());
    var all = Json.createArrayBuilder();
    visible.forEach(account -> all.add(json(account)));
    return all.build().toString();
  }

  @GET
  @Path("/{username}")
  public String one(@PathParam("username") String username) {
    return json(account(username)).build().toString();
  }

  /** 201 for a new account, 200 for one that was there and now is as asked. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response save(InputStream in) throws BodyRefused, AccountRefused {
    var body = Body.read(in);
    var username = body.text("username");
    var roles = EnumSet.noneOf(Role.class);
    for (var role : body.texts("roles")) {
      roles.add(Body.parsed("roles", "a list of roles", role, Role::valueOf));
    }
    boolean there = accounts.registered(username).isPresent();
    registerAccount.register(
        current.required(),
        new RegisterAccount.Wanted(
            username,
            body.text("fullName"),
            body.value("agency", "an agency code", AgencyCode::new),
            roles,
            body.secret("password"),
            body.flag("passwordMustBeChanged")));
    return Response.status(there ? 200 : 201).entity(one(username)).build();
  }

  /** 201 for a new certificate, 200 for one the account has already. */
  @POST
  @Path("/{username}/certificates")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response addCertificate(@PathParam("username") String username, InputStream in)
      throws BodyRefused, AccountRefused {
    boolean added =
        equipAccount.addCertificate(
            current.required(), account(username), AgencyResource.certificate(Body.read(in)));
    return Response.status(added ? 201 : 200).entity(one(username)).build();
  }

  @PUT
  @Path("/{username}/image")
  @Consumes("image/png")
  public Response putImage(@PathParam("username") String username, InputStream png)
      throws AccountRefused, IOException {
    equipAccount.putImage(current.required(), account(username), png.readNBytes(IMAGE_LIMIT + 1));
    return Response.ok(one(username)).build();
  }

  /** The account, unless it belongs to an agency somebody else administers: then there is none. */
  private Account account(String username) {
    return accounts
        .registered(username)
        .filter(account -> administration.of(current.required(), account.agency()))
        .orElseThrow(NotFoundException::new);
  }

  private JsonObjectBuilder json(Account account) {
    var roles = Json.createArrayBuilder();
    account.roles().stream().sorted().forEach(role -> roles.add(role.name()));
    var certificates = Json.createArrayBuilder();
    accounts
        .certificates(account.id())
        .forEach(certificate -> certificates.add(AgencyResource.json(certificate)));
    return Json.createObjectBuilder()
        .add("username", account.username())
        .add("fullName", account.fullName())
        .add("agency", account.agency().value())
        .add("roles", roles)
        .add("blocked", accounts.isBlocked(account.id()))
        .add("image", accounts.image(account.id()).isPresent())
        .add("certificates", certificates);
  }
}
