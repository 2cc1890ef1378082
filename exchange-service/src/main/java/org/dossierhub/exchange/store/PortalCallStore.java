package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.dossierhub.exchange.synchronisation.PortalCalls;
import org.dossierhub.signing.identity.DossierCode;
import org.jdbi.v3.core.statement.SqlStatement;

/** Table {@code portal_call}. */
@ApplicationScoped
public class PortalCallStore implements PortalCalls {
  private static final String THIS_CALL =
      " where destination = :destination and dossier_code = :dossier and sequence = :sequence";

  private Database database;

  /** For the container's proxy. */
  protected PortalCallStore() {}

  @Inject
  public PortalCallStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean isAccepted(Call call) {
    return database.read(
        handle ->
            bound(
                    handle.createQuery(
                        "select exists (select 1 from portal_call"
                            + THIS_CALL
                            + " and accepted_at is not null)"),
                    call)
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public boolean isKnown(String destination, DossierCode dossier) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select exists (select 1 from portal_call where destination = :destination"
                        + " and dossier_code = :dossier and accepted_at is not null)")
                .bind("destination", destination)
                .bind("dossier", dossier)
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public int attempt(Call call, boolean updating, Instant at) {
    return database.read(
        handle ->
            bound(
                    handle.createQuery(
                        """
                            insert into portal_call
                              (destination, dossier_code, sequence, updating, attempts, attempted_at)
                            values (:destination, :dossier, :sequence, :updating, 1, :at)
                            on conflict (destination, dossier_code, sequence) do update
                            set attempts = portal_call.attempts + 1, attempted_at = :at,
                                updating = :updating
                            returning attempts
                            """),
                    call)
                .bind("updating", updating)
                .bind("at", at)
                .mapTo(Integer.class)
                .one());
  }

  @Override
  public void accepted(Call call, int attempt, Instant at) {
    database.write(
        handle ->
            bound(
                    handle.createUpdate(
                        "update portal_call set accepted_at = coalesce(accepted_at, :at),"
                            + " error_code = null"
                            + THIS_CALL
                            + " and attempts = :attempt"),
                    call)
                .bind("attempt", attempt)
                .bind("at", at)
                .execute());
  }

  @Override
  public void tellAgain(Call call) {
    database.write(
        handle ->
            bound(
                    handle.createUpdate(
                        "update portal_call set attempts = attempts + 1, accepted_at = null"
                            + THIS_CALL),
                    call)
                .execute());
  }

  @Override
  public void refused(Call call, String errorCode) {
    database.write(
        handle ->
            bound(
                    handle.createUpdate("update portal_call set error_code = :error" + THIS_CALL),
                    call)
                .bind("error", errorCode)
                .execute());
  }

  private static <S extends SqlStatement<S>> S bound(S statement, Call call) {
    return statement
        .bind("destination", call.destination())
        .bind("dossier", call.dossier())
        .bind("sequence", call.sequence());
  }
}
