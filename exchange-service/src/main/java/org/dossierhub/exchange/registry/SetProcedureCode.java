package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * A procedure of the catalogue gets its national code, or loses a wrong one. Refuses with
 * UNKNOWN_PROCEDURE, CODE_TAKEN.
 */
@ApplicationScoped
public class SetProcedureCode {
  private final Procedures procedures;
  private final Registry registry;

  /** For the container's proxy. */
  protected SetProcedureCode() {
    this(null, null);
  }

  @Inject
  public SetProcedureCode(Procedures procedures, Registry registry) {
    this.procedures = procedures;
    this.registry = registry;
  }

  public void set(UUID id, Optional<ProcedureCode> code, String actor) throws RegistryRefused {
    var procedure =
        procedures
            .byId(id)
            .orElseThrow(
                () ->
                    new RegistryRefused(
                        "UNKNOWN_PROCEDURE",
                        "Không có thủ tục này.",
                        "There is no procedure " + id));
    var other =
        code.flatMap(procedures::byCode).filter(known -> !known.id().equals(procedure.id()));
    if (other.isPresent()) {
      throw new RegistryRefused(
          "CODE_TAKEN",
          "Mã này đã thuộc về thủ tục “" + other.get().name() + "”.",
          "The code belongs to another procedure: " + other.get().name());
    }
    registry.change(
        () -> procedures.setCode(id, code),
        new AuditEntry(
            registry.now(),
            actor,
            "PROCEDURE_CODE_SET",
            id.toString(),
            Optional.empty(),
            procedure.name() + ": " + code.map(ProcedureCode::value).orElse("no code")));
  }
}
