package org.dossierhub.signing.verification;

import eu.europa.esig.dss.enumerations.Context;
import eu.europa.esig.dss.enumerations.SubContext;
import eu.europa.esig.dss.model.policy.CryptographicSuite;
import eu.europa.esig.dss.policy.EtsiValidationPolicy;
import eu.europa.esig.dss.policy.jaxb.ConstraintsParameters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A policy that works out once which algorithms it accepts until when, where the library parses the
 * list of dates again for every certificate and answer it looks at. Each list is complete before it
 * is handed out and not changed afterwards, so that several threads may ask.
 */
final class RememberedSuites extends EtsiValidationPolicy {
  private final Map<List<Object>, CryptographicSuite> suites = new ConcurrentHashMap<>();

  RememberedSuites(ConstraintsParameters parameters) {
    super(parameters);
  }

  @Override
  public CryptographicSuite getSignatureCryptographicConstraint(Context context) {
    return remembered(List.of(context), () -> super.getSignatureCryptographicConstraint(context));
  }

  @Override
  public CryptographicSuite getCertificateCryptographicConstraint(
      Context context, SubContext subContext) {
    return remembered(
        List.of(context, subContext),
        () -> super.getCertificateCryptographicConstraint(context, subContext));
  }

  @Override
  public CryptographicSuite getEvidenceRecordCryptographicConstraint() {
    return remembered(List.of(), super::getEvidenceRecordCryptographicConstraint);
  }

  private CryptographicSuite remembered(List<Object> where, Supplier<CryptographicSuite> worked) {
    var known = suites.get(where);
    if (known != null) {
      return known;
    }
    // the library fills in what a part of the policy leaves out, so one at a time
    synchronized (suites) {
      var suite = worked.get();
      suite.getAcceptableDigestAlgorithms();
      suite.getAcceptableSignatureAlgorithms();
      suites.put(where, suite);
      return suite;
    }
  }
}
