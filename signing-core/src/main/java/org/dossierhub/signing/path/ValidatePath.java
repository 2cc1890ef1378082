package org.dossierhub.signing.path;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.cert.CRLReason;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PolicyNode;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.jcajce.PKIXExtendedBuilderParameters;
import org.bouncycastle.jcajce.PKIXExtendedParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.dossierhub.signing.path.PathAnswer.Outcome;

/**
 * Builds and validates the path of a certificate by RFC 5280, section 6: signatures, validity,
 * names and name constraints, basic constraints, key usage, policies with mappings, and revocation
 * by complete and delta lists, direct and indirect. The work is done by the path builder of Bouncy
 * Castle, which follows the NIST test suite; here it is asked the right question, and again for the
 * reason when the answer is no.
 */
public final class ValidatePath {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  /** Longer than any real path; the search grows with it. */
  private static final int LONGEST_PATH = 12;

  private final PathRules rules;

  public ValidatePath(PathRules rules) {
    this.rules = rules;
  }

  public PathAnswer validate(X509Certificate certificate) {
    try {
      return answer(build(certificate, rules));
    } catch (CertPathBuilderException e) {
      return refusal(certificate, e);
    }
  }

  private static PathAnswer answer(PKIXCertPathBuilderResult result) {
    var path = new ArrayList<X509Certificate>();
    result.getCertPath().getCertificates().forEach(one -> path.add((X509Certificate) one));
    path.add(result.getTrustAnchor().getTrustedCert());
    return new PathAnswer(Outcome.VALID, "", path, policies(result.getPolicyTree()));
  }

  /** Why there is no valid path: the same question with one demand less. */
  private PathAnswer refusal(X509Certificate certificate, CertPathBuilderException no) {
    var detail = message(no);
    if (rules.revocation()) {
      try {
        var without = answer(build(certificate, rules.withoutRevocation()));
        var revoked =
            without.path().stream()
                .anyMatch(one -> rules.lists().stream().anyMatch(list -> list.isRevoked(one)));
        return new PathAnswer(
            revoked && (saysRevoked(no) || isRevokedByItsIssuer(without.path()))
                ? Outcome.REVOKED
                : Outcome.STATUS_UNKNOWN,
            detail,
            without.path(),
            Set.of());
      } catch (CertPathBuilderException stillNot) {
        detail = message(stillNot);
      }
    }
    try {
      var without = answer(build(certificate, rules.withoutRevocation().withoutPolicies()));
      return new PathAnswer(Outcome.POLICY, detail, without.path(), Set.of());
    } catch (CertPathBuilderException stillNot) {
      return new PathAnswer(
          hasChain(certificate) ? Outcome.PATH_INVALID : Outcome.NO_PATH,
          detail,
          List.of(),
          Set.of());
    }
  }

  /**
   * Where several ways were tried, the last complaint may be about another one. A hold is left to
   * the library, which knows the delta list that ends it.
   */
  private boolean isRevokedByItsIssuer(List<X509Certificate> path) {
    for (int i = 0; i + 1 < path.size(); i++) {
      for (var list : rules.lists()) {
        var entry = list.getRevokedCertificate(path.get(i).getSerialNumber());
        if (entry != null
            && list.isRevoked(path.get(i)) // that entry is of this issuer, also on an indirect list
            && entry.getRevocationReason() != CRLReason.CERTIFICATE_HOLD
            && mayTellOf(list, path.get(i), path.get(i + 1))) {
          return true;
        }
      }
    }
    return false;
  }

  /** RFC 5280, 6.3.3 (b): the issuer itself, or whom the certificate names for it. */
  private boolean mayTellOf(X509CRL list, X509Certificate certificate, X509Certificate issuer) {
    if (list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
      return isSignedBy(list, issuer);
    }
    return namesAsListIssuer(certificate, list.getIssuerX500Principal())
        && rules.intermediates().stream()
            .filter(one -> one.getSubjectX500Principal().equals(list.getIssuerX500Principal()))
            .anyMatch(one -> isSignedBy(list, one));
  }

  private static boolean namesAsListIssuer(X509Certificate certificate, X500Principal issuer) {
    var extension = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
    if (extension == null) {
      return false;
    }
    try {
      var points =
          CRLDistPoint.getInstance(ASN1OctetString.getInstance(extension).getOctets())
              .getDistributionPoints();
      for (var point : points) {
        var names = point.getCRLIssuer();
        for (int i = 0; names != null && i < names.getNames().length; i++) {
          var name = names.getNames()[i];
          if (name.getTagNo() == GeneralName.directoryName
              && new X500Principal(name.getName().toASN1Primitive().getEncoded()).equals(issuer)) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException | IllegalArgumentException e) {
      return false; // an extension that cannot be read names nobody
    }
  }

  private static boolean isSignedBy(X509CRL list, X509Certificate issuer) {
    try {
      list.verify(issuer.getPublicKey(), BOUNCY_CASTLE);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean saysRevoked(Throwable thrown) {
    return causes(thrown).stream()
        .map(Throwable::getMessage)
        .anyMatch(text -> text != null && text.contains("revo"));
  }

  private static String message(Throwable thrown) {
    return causes(thrown).stream()
        .map(Throwable::getMessage)
        .filter(text -> text != null && !text.isBlank())
        .reduce((outer, inner) -> inner)
        .orElse(thrown.toString())
        .replaceAll("[\\p{Cc}\\p{Cf}]+", " ");
  }

  private static List<Throwable> causes(Throwable thrown) {
    var causes = new ArrayList<Throwable>();
    for (var one = thrown; one != null && causes.size() < 20; one = one.getCause()) {
      causes.add(one);
    }
    return causes;
  }

  /**
   * Whether names and signatures lead from the certificate to an anchor, whatever else is wrong.
   */
  private boolean hasChain(X509Certificate certificate) {
    var reached = new LinkedHashSet<X509Certificate>(List.of(certificate));
    var open = new ArrayList<>(reached);
    while (!open.isEmpty()) {
      var one = open.remove(open.size() - 1);
      if (rules.anchors().stream().anyMatch(anchor -> issued(anchor, one))) {
        return true;
      }
      for (var issuer : rules.intermediates()) {
        if (!reached.contains(issuer) && issued(issuer, one)) {
          reached.add(issuer);
          open.add(issuer);
        }
      }
    }
    return false;
  }

  private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey(), BOUNCY_CASTLE);
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static PKIXCertPathBuilderResult build(X509Certificate certificate, PathRules rules)
      throws CertPathBuilderException {
    try {
      var target = new X509CertSelector();
      target.setCertificate(certificate);
      var anchors =
          rules.anchors().stream()
              .map(anchor -> new TrustAnchor(anchor, null))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      var parameters = new PKIXBuilderParameters(new HashSet<>(anchors), target);
      parameters.setDate(Date.from(rules.at()));
      parameters.setRevocationEnabled(rules.revocation());
      parameters.setInitialPolicies(rules.policies().isEmpty() ? null : rules.policies());
      parameters.setExplicitPolicyRequired(rules.explicitPolicy());
      parameters.setPolicyMappingInhibited(rules.inhibitMapping());
      parameters.setAnyPolicyInhibited(rules.inhibitAnyPolicy());
      var all = new ArrayList<Object>(rules.intermediates());
      all.add(certificate);
      all.addAll(rules.lists());
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
      var extended =
          new PKIXExtendedBuilderParameters.Builder(
                  new PKIXExtendedParameters.Builder(parameters).setUseDeltasEnabled(true).build())
              .setMaxPathLength(LONGEST_PATH)
              .build();
      return (PKIXCertPathBuilderResult)
          CertPathBuilder.getInstance("PKIX", BOUNCY_CASTLE).build(extended);
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("Paths cannot be built here", e);
    } catch (RuntimeException e) {
      // a certificate may be broken in ways the library does not expect
      throw new CertPathBuilderException("The path cannot be read", e);
    }
  }

  private static Set<String> policies(PolicyNode tree) {
    var leaves = new LinkedHashSet<String>();
    if (tree != null) {
      collect(tree, leaves);
    }
    return leaves;
  }

  private static void collect(PolicyNode node, Set<String> leaves) {
    if (!node.getChildren().hasNext()) {
      leaves.add(node.getValidPolicy());
    }
    node.getChildren().forEachRemaining(child -> collect(child, leaves));
  }
}
