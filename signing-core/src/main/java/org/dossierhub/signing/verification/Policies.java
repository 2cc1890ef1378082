package org.dossierhub.signing.verification;

import java.util.List;

/**
 * By which policies a file is judged: one for all its signatures, or each signature by that of the
 * hierarchy its certificate chains to (docs/decisions/0017).
 *
 * @param files the first that speaks for a hierarchy judges its signers; the first of all judges
 *     whoever belongs to none
 */
public record Policies(List<PolicyFile> files) {

  public Policies {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("A file is judged by at least one policy");
    }
  }

  /** One for everything. */
  public static Policies always(PolicyFile file) {
    return new Policies(List.of(file));
  }

  /** Those of the product: {@code VN-GOV-2025} and {@code VN-PUBLIC-2025}. */
  public static Policies byHierarchy() {
    return new Policies(
        List.of(
            PolicyFile.of(PolicyProfile.VN_GOV_2025), PolicyFile.of(PolicyProfile.VN_PUBLIC_2025)));
  }

  /** What a report names where no signature was judged. */
  public String name() {
    return files.get(0).name();
  }
}
