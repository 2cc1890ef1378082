package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.result.NumberRegister;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * What an account may see of its agency's results; never anything of another agency's.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}.
 */
@ApplicationScoped
public class LookUpResults {
  private static final Role[] READERS = {
    Role.LEADER, Role.CLERK, Role.ONE_STOP_OFFICER, Role.AUDITOR
  };

  private Rights rights;
  private Results results;
  private NumberRegister register;
  private ResultFiles files;

  /** For the container. */
  protected LookUpResults() {}

  @Inject
  LookUpResults(Rights rights, Results results, NumberRegister register, ResultFiles files) {
    this.rights = rights;
    this.results = results;
    this.register = register;
    this.files = files;
  }

  /** Newest first. */
  public List<Result> ofAgency(Account by, int atMost) throws DeskRefused {
    Rights.needRole(by, READERS);
    return results.ofAgency(by.agency(), atMost);
  }

  /** Oldest first; none for a dossier of another agency. */
  public List<Result> ofDossier(Account by, UUID dossier) throws DeskRefused {
    Rights.needRole(by, READERS);
    return results.ofDossier(dossier).stream()
        .filter(result -> result.agency().equals(by.agency()))
        .toList();
  }

  public Result one(Account by, UUID result) throws DeskRefused {
    return rights.result(by, result, READERS);
  }

  /** Every revision there ever was, oldest first. */
  public List<Revision> revisions(Account by, UUID result) throws DeskRefused {
    return results.revisions(rights.result(by, result, READERS).id());
  }

  /** The bytes of the latest revision. */
  public InputStream document(Account by, UUID result) throws DeskRefused {
    return files.open(rights.result(by, result, READERS).latest());
  }

  /** The register of outgoing documents of the account's agency, in the order of the numbers. */
  public List<NumberRegister.Entry> register(Account by, int year) throws DeskRefused {
    Rights.needRole(by, READERS);
    AgencyCode agency = by.agency();
    return register.entries(agency, year);
  }
}
