package org.dossierhub.exchange.dossier;

import java.util.List;
import java.util.UUID;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.Proof;

/**
 * The stored reports about the documents of dossiers; a later report stands beside the earlier
 * ones, the newest counts.
 */
public interface DocumentVerdicts {

  /** With what the verdict rests on, in the caller's transaction. */
  void add(DocumentVerdict verdict, List<Proof> proofs);

  /** The verdict by which a result is published. */
  void addOfResult(UUID result, Examined examined);

  List<DocumentVerdict> ofMessage(UUID message);

  List<DocumentVerdict> ofDossier(UUID dossier);
}
