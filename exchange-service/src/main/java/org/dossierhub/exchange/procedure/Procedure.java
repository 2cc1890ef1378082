package org.dossierhub.exchange.procedure;

import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * An administrative procedure of the catalogue with the document it was taken from. Without a
 * national code it cannot be synchronised with the portal; codes are only ever entered by an
 * administrator.
 */
public record Procedure(
    UUID id,
    String name,
    String source,
    String province,
    String tier,
    String group,
    String number,
    String level,
    Optional<String> agency,
    Optional<String> field,
    String year,
    Optional<ProcedureCode> code) {

  public boolean canBeSynchronised() {
    return code.isPresent();
  }
}
