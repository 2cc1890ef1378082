package org.dossierhub.exchange.procedure;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.ProcedureCode;

/** The catalogue of procedures. */
public interface Procedures {

  Optional<Procedure> byId(UUID id);

  /** Compares the national part only. */
  Optional<Procedure> byCode(ProcedureCode code);

  /**
   * Procedures whose name, field, agency or province hold all the words, without regard to
   * diacritics or case; all for no words.
   */
  List<Procedure> search(String words, int offset, int atMost);

  int count();

  /** Sets or takes away the national code; a code belongs to one procedure only. */
  void setCode(UUID id, Optional<ProcedureCode> code);

  /** Adds what is not there yet; rows that are there keep what an administrator entered. */
  int addMissing(List<Procedure> procedures);
}
