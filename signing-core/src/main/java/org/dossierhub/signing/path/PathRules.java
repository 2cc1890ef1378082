package org.dossierhub.signing.path;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The inputs of RFC 5280, 6.1.1, and where certificates and revocation lists come from.
 *
 * @param anchors in which trust ends; nothing is asked of them but name and key
 * @param intermediates from which paths are built, in any order
 * @param lists complete lists and delta lists
 * @param policies user-initial-policy-set, as object identifiers; empty stands for any-policy
 * @param explicitPolicy initial-explicit-policy
 * @param inhibitMapping initial-policy-mapping-inhibit
 * @param inhibitAnyPolicy initial-any-policy-inhibit
 * @param revocation whether the status of every certificate has to be known (RFC 5280, 6.3)
 */
public record PathRules(
    List<X509Certificate> anchors,
    List<X509Certificate> intermediates,
    List<X509CRL> lists,
    Instant at,
    Set<String> policies,
    boolean explicitPolicy,
    boolean inhibitMapping,
    boolean inhibitAnyPolicy,
    boolean revocation) {

  public PathRules {
    anchors = List.copyOf(anchors);
    intermediates = List.copyOf(intermediates);
    lists = List.copyOf(lists);
    policies = Set.copyOf(policies);
  }

  PathRules withoutRevocation() {
    return new PathRules(
        anchors,
        intermediates,
        lists,
        at,
        policies,
        explicitPolicy,
        inhibitMapping,
        inhibitAnyPolicy,
        false);
  }

  PathRules withoutPolicies() {
    return new PathRules(
        anchors, intermediates, lists, at, Set.of(), false, false, false, revocation);
  }
}
