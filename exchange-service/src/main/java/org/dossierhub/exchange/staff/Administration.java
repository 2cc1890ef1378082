package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Whom an administrator administers: one of the hub's own agency the whole hub, one of another
 * agency the accounts of that agency only.
 */
@ApplicationScoped
public class Administration {
  private Settings settings;

  /** For the container. */
  protected Administration() {}

  @Inject
  public Administration(Settings settings) {
    this.settings = settings;
  }

  /** Agencies, agreements, procedures, work, and the accounts of all agencies. */
  public boolean ofWholeHub(Account by) {
    return by.mayActAs(Role.ADMINISTRATOR) && by.agency().equals(settings.hub().code());
  }

  /** The accounts of this agency. */
  public boolean of(Account by, AgencyCode agency) {
    return ofWholeHub(by) || by.mayActAs(Role.ADMINISTRATOR) && by.agency().equals(agency);
  }

  /** Reading the audit log of all agencies: administrators and auditors of the hub's own agency. */
  public boolean readsEverything(Account by) {
    return by.mayActAs(Role.ADMINISTRATOR, Role.AUDITOR)
        && by.agency().equals(settings.hub().code());
  }
}
