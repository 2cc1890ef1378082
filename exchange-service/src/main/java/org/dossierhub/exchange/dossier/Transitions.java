package org.dossierhub.exchange.dossier;

import java.time.LocalDate;
import java.util.List;

/** The dated table of permitted moves. */
public interface Transitions {

  List<Transition> from(BusinessState state, LocalDate day);

  /** Adds what is not there yet; a rule that is there stays as an administrator left it. */
  int addMissing(List<Transition> transitions);
}
