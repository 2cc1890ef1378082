package org.dossierhub.signing.verification;

import eu.europa.esig.dss.diagnostic.CertificateRevocationWrapper;
import eu.europa.esig.dss.diagnostic.CertificateWrapper;
import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.EvidenceRecordWrapper;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.diagnostic.TokenProxy;
import eu.europa.esig.dss.diagnostic.jaxb.XmlDigestMatcher;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.TokenExtractionStrategy;
import eu.europa.esig.dss.enumerations.ValidationLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.policy.ValidationPolicy;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.model.x509.revocation.crl.CRL;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.pdf.PDFSignatureService;
import eu.europa.esig.dss.pdf.modifications.DefaultPdfDifferencesFinder;
import eu.europa.esig.dss.pdf.modifications.PdfObjectModifications;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxNativeObjectFactory;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.CompositeRevocationSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.executor.signature.DefaultSignatureProcessExecutor;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Validation by ETSI EN 319 102-1, each signature by the policy of its hierarchy. Everything the
 * library would do on its own account is switched off: it fetches no certificate, renders no page,
 * and reaches the network only through the {@link RevocationSource}.
 */
final class EtsiValidation {
  private static final Logger LOG = Logger.getLogger(EtsiValidation.class.getName());
  private static final Map<PolicyFile, ValidationPolicy> POLICIES = new ConcurrentHashMap<>();
  private static final Map<PolicyFile, ValidationPolicy> WORKED_OUT = new ConcurrentHashMap<>();
  private static final Map<PolicyFile, PolicyRules> RULES = new ConcurrentHashMap<>();

  static {
    DomPaths.giveToLibrary();
    PlatformXml.giveToLibrary();
  }

  private final List<Applied> policies;
  private final CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
  private final TrustAnchors anchors;
  private final RevocationSource revocation;
  private final boolean assumeTrusted;
  private final boolean quickly;

  /**
   * @param quickly whether what a policy says of algorithms, and the words of the library's
   *     reports, are worked out once instead of wherever the library asks
   */
  EtsiValidation(
      Policies policies,
      TrustAnchors anchors,
      RevocationSource revocation,
      boolean assumeTrusted,
      boolean quickly) {
    this.quickly = quickly;
    this.policies =
        policies.files().stream()
            .map(file -> assumeTrusted ? AssumedTrust.loosened(file) : file)
            .map(file -> applied(file, quickly))
            .toList();
    this.anchors = anchors;
    this.revocation = assumeTrusted ? RevocationSource.none() : revocation;
    this.assumeTrusted = assumeTrusted;
    anchors.all().forEach(anchor -> trusted.addCertificate(new CertificateToken(anchor)));
  }

  /** A policy file in the two halves that are applied: by the library, and by us. */
  private record Applied(String name, ValidationPolicy constraints, PolicyRules rules) {}

  private static Applied applied(PolicyFile file, boolean workedOut) {
    return new Applied(
        file.name(),
        workedOut
            ? WORKED_OUT.computeIfAbsent(file, PolicyFile::workedOut)
            : POLICIES.computeIfAbsent(file, PolicyFile::policy),
        RULES.computeIfAbsent(file, PolicyFile::rules));
  }

  /** What the library found in a file. */
  record Findings(
      List<Finding> signatures,
      List<String> signedParts,
      List<String> unsignedParts,
      List<Proof> proofs) {}

  /** What the library found about one signature. */
  record Finding(
      String id,
      String policy,
      PolicyRules rules,
      List<String> fields,
      List<Integer> byteRange,
      String format,
      String level,
      String indication,
      String subIndication,
      boolean intact,
      boolean coversAll,
      List<X509Certificate> chain,
      boolean chainTrusted,
      Optional<Instant> claimedTime,
      Optional<Instant> provenTime,
      Optional<Instant> revokedSince,
      boolean statusKnown,
      String signingReason,
      boolean pkcs1v15,
      boolean stampsIntact,
      boolean namesKept,
      List<String> errors) {

    /** The same with another outcome of the validation. */
    Finding with(String otherIndication, String otherSubIndication) {
      return new Finding(
          id,
          policy,
          rules,
          fields,
          byteRange,
          format,
          level,
          otherIndication,
          otherSubIndication,
          intact,
          coversAll,
          chain,
          chainTrusted,
          claimedTime,
          provenTime,
          revokedSince,
          true,
          signingReason,
          pkcs1v15,
          stampsIntact,
          namesKept,
          errors);
    }

    Optional<X509Certificate> signer() {
      return chain.stream().findFirst();
    }
  }

  Findings validate(
      String name,
      byte[] document,
      FileGate.Kind kind,
      Optional<DetachedContent> content,
      Instant at,
      boolean withProofs) {
    return validate(validator(new InMemoryDocument(document, name), kind), content, at, withProofs);
  }

  /**
   * The same for a PDF whose revisions our own reading has accounted for.
   *
   * @throws AccountedRevisions.Otherwise if the library sees another file
   */
  Findings validate(
      String name, byte[] pdf, AccountedRevisions revisions, Instant at, boolean withProofs) {
    var document = new InMemoryDocument(pdf);
    document.setName(name); // beforehand, the library would look its ending up
    var validator = new PDFDocumentValidator(document);
    validator.setPdfObjFactory(revisions.factory());
    return validate(validator, Optional.empty(), at, withProofs);
  }

  private Findings validate(
      SignedDocumentValidator validator,
      Optional<DetachedContent> content,
      Instant at,
      boolean withProofs) {
    content.ifPresent(
        given ->
            validator.setDetachedContents(
                List.of(new InMemoryDocument(given.bytes(), given.name()))));
    var verifier = certificateVerifier();
    validator.setCertificateVerifier(verifier);
    if (assumeTrusted) {
      verifier.setTrustedCertSources(trusted, AssumedTrust.certificatesIn(validator));
    }
    validator.setTokenExtractionStrategy(
        withProofs
            ? TokenExtractionStrategy.EXTRACT_ALL
            : TokenExtractionStrategy.EXTRACT_CERTIFICATES_ONLY);
    validator.setValidationLevel(ValidationLevel.ARCHIVAL_DATA);
    validator.setEnableEtsiValidationReport(false);
    validator.setLocale(Locale.ENGLISH);
    if (quickly) {
      validator.setProcessExecutor(RememberedWords.executor());
    }
    validator.setValidationTime(Date.from(at));
    var judged = new Judged(validator.validateDocument(policies.get(0).constraints()), at);
    var findings = judged.findings(withProofs);
    for (var finding : findings.signatures()) {
      if (!finding.errors().isEmpty()) {
        LOG.log(Level.INFO, "{0}: {1}", new Object[] {finding.id(), finding.errors()});
      }
    }
    return findings;
  }

  private static SignedDocumentValidator validator(InMemoryDocument document, FileGate.Kind kind) {
    if (kind == FileGate.Kind.PDF) {
      var validator = new PDFDocumentValidator(document);
      validator.setPdfObjFactory(new WithoutRendering());
      return validator;
    }
    return SignedDocumentValidator.fromDocument(document);
  }

  /** A new one for every file: the library keeps what it found in the last one. */
  private CertificateVerifier certificateVerifier() {
    var intermediates = new CommonCertificateSource();
    anchors.intermediates().forEach(ca -> intermediates.addCertificate(new CertificateToken(ca)));
    var verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setAdjunctCertSources(intermediates);
    verifier.setAIASource(null);
    verifier.setCheckRevocationForUntrustedChains(false);
    verifier.setOcspSource(new OnlineOCSPSource(new RevocationLoader(revocation)));
    verifier.setCrlSource(crlSource());
    // an OCSP answer that does not satisfy the policy is no reason not to read the CRL
    verifier.setRevocationFallback(true);
    return verifier;
  }

  /** What the authority says today before what was imported some time ago. */
  private eu.europa.esig.dss.spi.x509.revocation.RevocationSource<CRL> crlSource() {
    var sources =
        new LinkedHashMap<String, eu.europa.esig.dss.spi.x509.revocation.RevocationSource<CRL>>();
    sources.put("asked", new OnlineCRLSource(new RevocationLoader(revocation)));
    if (!revocation.importedLists().isEmpty()) {
      sources.put(
          "imported",
          new ExternalResourcesCRLSource(
              revocation.importedLists().stream()
                  .map(ByteArrayInputStream::new)
                  .toArray(InputStream[]::new)));
    }
    var source = new CompositeRevocationSource<CRL>();
    source.setSources(sources);
    return source;
  }

  /**
   * The diagnostic data of a file, judged once for each policy that one of its signatures needs.
   */
  private final class Judged {
    private final Reports first;
    private final Instant at;
    private final Map<Applied, SimpleReport> reports = new HashMap<>();

    Judged(Reports first, Instant at) {
      this.first = first;
      this.at = at;
      reports.put(policies.get(0), first.getSimpleReport());
    }

    Findings findings(boolean withProofs) {
      var data = first.getDiagnosticData();
      var found = new ArrayList<Finding>();
      for (var signature : data.getSignatures()) { // counter-signatures, too
        var chain = chain(signature);
        var policy = policyFor(chain, signature.isTrustedChain());
        var finding =
            finding(signature, chain, policy, by(policy), data.isContainerInfoPresent(), at);
        found.add(assumeTrusted ? AssumedTrust.judged(finding, signature, at) : finding);
      }
      for (var evidence : data.getEvidenceRecords()) {
        if (!evidence.isEmbedded()) {
          // whoever stamps is nobody's official and nobody's citizen
          var finding = finding(evidence, policies.get(0).name(), first.getSimpleReport());
          found.add(assumeTrusted ? AssumedTrust.judged(finding, evidence) : finding);
        }
      }
      found.sort(
          Comparator.comparing(
              finding -> finding.byteRange().isEmpty() ? 0 : end(finding.byteRange())));
      var unsigned = new ArrayList<String>();
      var signed = new ArrayList<String>();
      if (data.isContainerInfoPresent()) {
        partsOf(data, signed, unsigned);
      }
      return new Findings(found, signed, unsigned, withProofs ? UsedProofs.in(data) : List.of());
    }

    private Applied policyFor(List<X509Certificate> chain, boolean trusted) {
      return (trusted ? anchors.hierarchyOf(chain) : Optional.<Hierarchy>empty())
          .flatMap(
              hierarchy ->
                  policies.stream().filter(one -> one.rules().speaksFor(hierarchy)).findFirst())
          .orElse(policies.get(0));
    }

    private SimpleReport by(Applied policy) {
      return reports.computeIfAbsent(
          policy,
          other -> {
            var executor =
                quickly ? RememberedWords.executor() : new DefaultSignatureProcessExecutor();
            executor.setValidationPolicy(other.constraints());
            executor.setDiagnosticData(first.getDiagnosticDataJaxb());
            executor.setCurrentTime(Date.from(at));
            executor.setValidationLevel(ValidationLevel.ARCHIVAL_DATA);
            executor.setEnableEtsiValidationReport(false);
            executor.setLocale(Locale.ENGLISH);
            return executor.execute().getSimpleReport();
          });
    }
  }

  private static int end(List<Integer> byteRange) {
    return byteRange.get(2) + byteRange.get(3);
  }

  private static void partsOf(DiagnosticData data, List<String> signed, List<String> unsigned) {
    for (var signature : data.getSignatures()) {
      signature.getSignatureScopes().forEach(scope -> signed.add(scope.getName()));
    }
    for (var file : data.getContainerInfo().getContentFiles()) {
      if (!signed.contains(file)) {
        unsigned.add(file);
      }
    }
  }

  private static Finding finding(
      SignatureWrapper signature,
      List<X509Certificate> chain,
      Applied policy,
      SimpleReport simple,
      boolean inContainer,
      Instant at) {
    var id = signature.getId();
    var revision = signature.getPDFRevision();
    var indication = simple.getIndication(id);
    var sub = simple.getSubIndication(id);
    var format = signature.getSignatureFormat();
    var proven = provenTime(signature, simple.getBestSignatureTime(id), at);
    return new Finding(
        id,
        policy.name(),
        policy.rules(),
        revision == null ? List.of() : List.copyOf(revision.getSignatureFieldNames()),
        revision == null
            ? List.of()
            : revision.getSignatureByteRange().stream()
                .map(java.math.BigInteger::intValue)
                .toList(),
        format == null ? "" : format.getSignatureForm().name(),
        format == null ? "" : format.getSignatureProfile().name(),
        indication == null ? "INDETERMINATE" : indication.name(),
        sub == null ? "" : sub.name(),
        signature.isSignatureIntact()
            && signature.getDigestMatchers().stream()
                .allMatch(m -> m.isDataFound() && m.isDataIntact()),
        !signature.getSignatureScopes().isEmpty()
            && signature.getSignatureScopes().stream()
                .allMatch(s -> s.getScope().name().equals("FULL")),
        chain,
        signature.isTrustedChain(),
        instant(signature.getClaimedSigningTime()),
        proven,
        firstRevocation(signature),
        statusKnown(signature, proven.orElse(at)),
        revision == null || revision.getReason() == null
            ? String.join("; ", signature.getSignerRoleDetails(signature.getSignerRoles()))
            : revision.getReason(),
        signature.getEncryptionAlgorithm() == EncryptionAlgorithm.RSA,
        signature.getTimestampList().stream().allMatch(EtsiValidation::isIntact),
        !inContainer || signature.getDigestMatchers().stream().allMatch(EtsiValidation::isNameKept),
        simple.getAdESValidationErrors(id).stream().map(message -> message.getValue()).toList());
  }

  /**
   * An evidence record says of its data what its first time-stamp says; the later ones keep it
   * provable.
   */
  private static Finding finding(
      EvidenceRecordWrapper evidence, String policy, SimpleReport simple) {
    var id = evidence.getId();
    var indication = simple.getIndication(id);
    var sub = simple.getSubIndication(id);
    var stamps = evidence.getTimestampList();
    var first = evidence.getFirstTimestamp();
    var last = stamps.isEmpty() ? first : stamps.get(stamps.size() - 1);
    var time = first == null ? Optional.<Instant>empty() : instant(first.getProductionTime());
    return new Finding(
        id,
        policy,
        PolicyRules.NONE,
        List.of(),
        List.of(),
        "EvidenceRecord",
        evidence.getEvidenceRecordType() == null ? "" : evidence.getEvidenceRecordType().name(),
        indication == null
            ? "INDETERMINATE"
            : switch (indication) {
              case PASSED -> "TOTAL_PASSED";
              case FAILED -> "TOTAL_FAILED";
              default -> indication.name();
            },
        sub == null ? "" : sub.name(),
        evidence.isStructuralValidationValid()
            && isIntact(evidence.getDigestMatchers())
            && stamps.stream()
                .allMatch(stamp -> stamp.isSignatureIntact() && stamp.isMessageImprintDataIntact()),
        isIntact(evidence.getDigestMatchers()),
        last == null ? List.of() : chain(last),
        !stamps.isEmpty() && stamps.stream().allMatch(TokenProxy::isTrustedChain),
        time,
        time,
        last == null ? Optional.empty() : firstRevocation(last),
        last != null && statusKnown(last, last.getProductionTime().toInstant()),
        "",
        false,
        true,
        true,
        List.of());
  }

  /** Files of a container are found by their digests; under which names they were signed counts. */
  private static boolean isNameKept(XmlDigestMatcher matcher) {
    return matcher.getUri() == null
        || matcher.getDocumentName() == null
        || name(matcher.getUri()).equals(name(matcher.getDocumentName()));
  }

  private static String name(String uri) {
    try {
      return Normalizer.normalize(
          URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8), Normalizer.Form.NFC);
    } catch (IllegalArgumentException e) {
      return uri; // a percent sign that is meant as one
    }
  }

  /** A time-stamp that belongs to something else, or was changed, even where nobody needs it. */
  private static boolean isIntact(TimestampWrapper stamp) {
    return (stamp.getSigningCertificate() == null || stamp.isSignatureIntact())
        && (!stamp.isMessageImprintDataFound() || stamp.isMessageImprintDataIntact());
  }

  private static boolean isIntact(List<XmlDigestMatcher> matchers) {
    return !matchers.isEmpty()
        && matchers.stream().allMatch(m -> m.isDataFound() && m.isDataIntact());
  }

  /** Since when the signer's certificate, or one above it, is revoked. */
  private static Optional<Instant> firstRevocation(TokenProxy signature) {
    return signature.getCertificateChain().stream()
        .filter(certificate -> !certificate.isTrusted())
        .flatMap(certificate -> certificate.getCertificateRevocationData().stream())
        .filter(data -> data.isRevoked() && data.getRevocationDate() != null)
        .map(data -> data.getRevocationDate().toInstant())
        .min(Comparator.naturalOrder());
  }

  /**
   * Whether for each certificate up to the anchor there is news that still held at that moment, or
   * is younger. The library is content with older news once it looks at a signature as one of the
   * past; an old revocation list is what somebody between us and the authority would send again.
   */
  private static boolean statusKnown(TokenProxy signature, Instant moment) {
    return signature.getCertificateChain().stream()
        .filter(certificate -> !certificate.isTrusted())
        .allMatch(
            certificate ->
                certificate.getCertificateRevocationData().stream()
                    .anyMatch(data -> holdsAt(data, moment)));
  }

  private static boolean holdsAt(CertificateRevocationWrapper data, Instant moment) {
    var until = data.getNextUpdate() == null ? data.getThisUpdate() : data.getNextUpdate();
    return until != null && !until.toInstant().isBefore(moment);
  }

  /**
   * EN 319 102-1, 5.5.4: the best-signature-time, if it comes from a time-stamp and not from the
   * clock of today.
   */
  private static Optional<Instant> provenTime(SignatureWrapper signature, Date best, Instant at) {
    if (best == null || !best.toInstant().isBefore(at)) {
      return Optional.empty();
    }
    return signature.getAllTimestampsProducedAfterSignatureCreation().stream()
            .anyMatch(timestamp -> best.equals(timestamp.getProductionTime()))
        ? Optional.of(best.toInstant())
        : Optional.empty();
  }

  private static List<X509Certificate> chain(TokenProxy signature) {
    var chain = new ArrayList<X509Certificate>();
    if (signature.getSigningCertificate() != null && signature.getCertificateChain().isEmpty()) {
      certificate(signature.getSigningCertificate()).ifPresent(chain::add);
    }
    for (var wrapped : signature.getCertificateChain()) {
      certificate(wrapped).ifPresent(chain::add);
    }
    return List.copyOf(chain);
  }

  private static Optional<X509Certificate> certificate(CertificateWrapper wrapped) {
    if (wrapped.getBinaries() == null) {
      return Optional.empty();
    }
    try (var in = new ByteArrayInputStream(wrapped.getBinaries())) {
      return Optional.of(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (CertificateException | IOException e) {
      throw new IllegalStateException(
          "The library read a certificate that the platform cannot read", e);
    }
  }

  private static Optional<Instant> instant(Date date) {
    return Optional.ofNullable(date).map(Date::toInstant);
  }

  /**
   * Rendering costs 92 % of the time and can only warn; what changed is found by comparing objects.
   */
  private static final class WithoutRendering extends PdfBoxNativeObjectFactory {
    @Override
    public PDFSignatureService newPAdESSignatureService() {
      var differences = new DefaultPdfDifferencesFinder();
      differences.setMaximalPagesAmountForVisualComparison(0);
      var service = super.newPAdESSignatureService();
      service.setPdfDifferencesFinder(differences);
      // what was changed after a signature is decided by our own reading, which is stricter
      service.setPdfObjectModificationsFinder((signed, last) -> new PdfObjectModifications());
      return service;
    }
  }
}
