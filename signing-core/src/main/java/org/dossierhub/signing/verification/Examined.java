package org.dossierhub.signing.verification;

import java.util.List;

/** A verdict and what it rests on; a verdict that rests on nothing but the file has no proofs. */
public record Examined(ValidationReport report, List<Proof> proofs) {
  public Examined {
    proofs = List.copyOf(proofs);
  }
}
