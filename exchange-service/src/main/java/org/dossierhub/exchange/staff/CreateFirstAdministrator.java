package org.dossierhub.exchange.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.HubStarted;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.Turns;

/**
 * When the hub starts without a single account, makes the administrator {@code quan-tri} of the
 * hub's own agency with the password from {@code hub.bootstrap.password.file}. With an account
 * there, the file is not even read.
 */
@ApplicationScoped
public class CreateFirstAdministrator {
  /** The user name of the first administrator. */
  public static final String USERNAME = "quan-tri";

  private static final Logger LOG = Correlation.logger(CreateFirstAdministrator.class);

  private Accounts accounts;
  private Passwords passwords;
  private AuditLog audit;
  private Turns turns;
  private Transactions transactions;
  private Settings settings;
  private Clock clock;

  /** For the container. */
  protected CreateFirstAdministrator() {}

  @Inject
  public CreateFirstAdministrator(
      Accounts accounts,
      Passwords passwords,
      AuditLog audit,
      Turns turns,
      Transactions transactions,
      Settings settings,
      Clock clock) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.audit = audit;
    this.turns = turns;
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
  }

  void whenTheHubStarts(@Observes HubStarted started) {
    create();
  }

  public void create() {
    if (!accounts.isEmpty()) {
      return;
    }
    if (settings.bootstrap().password().isEmpty()) {
      LOG.warning(
          "There is no account and hub.bootstrap.password.file is not set: nobody can sign in.");
      return;
    }
    var password = settings.bootstrap().password().get().revealSecret();
    try {
      add(passwords.hash(USERNAME, password));
    } catch (AccountRefused e) {
      throw new IllegalStateException(
          "The password in hub.bootstrap.password.file cannot be used: " + e.reason().english(), e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private void add(String hash) {
    var first =
        new Account(
            UUID.randomUUID(),
            USERNAME,
            "Quản trị hệ thống",
            settings.hub().code(),
            Set.of(Role.ADMINISTRATOR),
            List.of());
    transactions.inOne(
        () -> {
          turns.await("first administrator");
          if (!accounts.isEmpty()) {
            return; // another node was faster
          }
          accounts.add(first, hash, false, clock.instant());
          audit.add(
              new AuditEntry(
                  clock.instant(),
                  "hub",
                  "ACCOUNT_ADDED",
                  USERNAME,
                  Optional.of(first.agency()),
                  "the first administrator"));
        });
  }
}
