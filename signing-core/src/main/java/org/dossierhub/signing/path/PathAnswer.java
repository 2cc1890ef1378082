package org.dossierhub.signing.path;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * What came of the validation of one path.
 *
 * @param detail what the validation said, in English, for administrators
 * @param path from the certificate asked about up to the anchor; empty if there is none
 * @param policies that hold for the whole path, as object identifiers
 */
public record PathAnswer(
    Outcome outcome, String detail, List<X509Certificate> path, Set<String> policies) {

  /** The deciding finding; its name is stable. */
  public enum Outcome {
    VALID,
    /** No chain of issuers leads to an anchor. */
    NO_PATH,
    /** There is a chain, and it breaks a rule of RFC 5280, 6.1. */
    PATH_INVALID,
    /**
     * It would be valid without the policies that are asked for, or that its certificates demand.
     */
    POLICY,
    /** A certificate of the path is revoked. */
    REVOKED,
    /** For a certificate of the path no list tells the status. */
    STATUS_UNKNOWN,
    /** It took longer than the question is worth. */
    OUT_OF_BUDGET;

    /** VALID, INVALID or INDETERMINATE, in the words of the verdicts about files. */
    public String verdict() {
      return switch (this) {
        case VALID -> "VALID";
        case STATUS_UNKNOWN, OUT_OF_BUDGET -> "INDETERMINATE";
        default -> "INVALID";
      };
    }
  }

  public PathAnswer {
    path = List.copyOf(path);
    policies = Set.copyOf(policies);
  }
}
