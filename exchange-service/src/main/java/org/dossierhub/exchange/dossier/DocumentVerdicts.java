package org.dossierhub.exchange.dossier;

import java.util.List;
import java.util.UUID;

/**
 * The stored reports about the documents of dossiers; a later report stands beside the earlier
 * ones, the newest counts.
 */
public interface DocumentVerdicts {

  void add(DocumentVerdict verdict);

  List<DocumentVerdict> ofMessage(UUID message);

  List<DocumentVerdict> ofDossier(UUID dossier);
}
