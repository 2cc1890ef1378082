package org.dossierhub.signing.verification;

import eu.europa.esig.dss.diagnostic.EvidenceRecordWrapper;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dossierhub.signing.verification.EtsiValidation.Finding;
import org.w3c.dom.Element;

/**
 * Verification for comparison and forensics: what would be said if the signers' certificates were
 * trusted? The certificates in a file are anchors, nothing is asked about their revocation, and
 * algorithms are judged as of the time the signer claims, by the dates in the policy {@code
 * LEGACY-READ}. Everything about the bytes themselves stays as strict as ever.
 */
final class AssumedTrust {
  /** What is about the certificate and its path and says nothing about the file. */
  private static final Set<String> NOT_ASKED =
      Set.of(
          "ProspectiveCertificateChain",
          "RevocationDataAvailable",
          "AcceptableRevocationDataFound",
          "CRLNextUpdatePresent",
          "RevocationFreshness",
          "RevocationFreshnessNextUpdate",
          "RevocationIssuerNotExpired",
          "RevocationTimeAgainstBestSignatureTime",
          "BestSignatureTimeBeforeExpirationDateOfSigningCertificate",
          "BestSignatureTimeBeforeCertificateExpiration",
          "SigningTimeInCertRange",
          "NotExpired",
          "SunsetDate",
          "NotRevoked",
          "NotOnHold",
          "NotSelfSigned",
          "SelfSigned",
          "KeyUsage",
          "ExtendedKeyUsage",
          "SupportedCriticalExtensions",
          "ForbiddenExtensions",
          "AuthorityKeyIdentifierPresent",
          "SubjectKeyIdentifierPresent",
          "SerialNumberPresent",
          "IssuerName",
          "CA",
          "MaxPathLength",
          "PolicyTree",
          "NameConstraints",
          "Cryptographic");

  private record Until(String algorithm, int size, LocalDate end) {}

  private static final List<Until> ALGORITHMS = algorithms();

  private AssumedTrust() {}

  /** The same policy, without the questions that assumed trust answers. */
  static PolicyFile loosened(PolicyFile file) {
    var policy = PolicyRules.parsed(file.withoutRules());
    var elements = policy.getElementsByTagName("*");
    for (int i = 0; i < elements.getLength(); i++) {
      var element = (Element) elements.item(i);
      var name = element.getLocalName();
      if (NOT_ASKED.contains(name)
          && (element.hasAttribute("Level") || name.equals("Cryptographic"))) {
        element.setAttribute("Level", "IGNORE");
      }
      if (name.equals("AlgoExpirationDate")) {
        element.setAttribute("Level", "IGNORE");
        element.setAttribute("LevelAfterUpdate", "IGNORE");
      }
    }
    return PolicyFile.written(file.name(), policy);
  }

  /** Every certificate that came with the file, those of its time-stamps included. */
  static CommonTrustedCertificateSource certificatesIn(SignedDocumentValidator validator) {
    var embedded = new CommonTrustedCertificateSource();
    for (var signature : validator.getSignatures()) {
      signature.getCertificates().forEach(embedded::addCertificate);
      signature
          .getAllTimestamps()
          .forEach(stamp -> stamp.getCertificates().forEach(embedded::addCertificate));
      signature
          .getCounterSignatures()
          .forEach(counter -> counter.getCertificates().forEach(embedded::addCertificate));
    }
    validator
        .getDetachedEvidenceRecords()
        .forEach(
            record ->
                record
                    .getTimestamps()
                    .forEach(stamp -> stamp.getCertificates().forEach(embedded::addCertificate)));
    validator
        .getDetachedTimestamps()
        .forEach(stamp -> stamp.getCertificates().forEach(embedded::addCertificate));
    return embedded;
  }

  /** Lowers a pass whose algorithms were not good enough when the signer claims to have signed. */
  static Finding judged(Finding finding, SignatureWrapper signature, Instant at) {
    if (!finding.indication().equals("TOTAL_PASSED")) {
      return finding;
    }
    var day =
        LocalDate.ofInstant(
            finding.claimedTime().or(finding::provenTime).orElse(at), ZoneOffset.UTC);
    var digests = new ArrayList<String>();
    if (signature.getDigestAlgorithm() != null) {
      digests.add(signature.getDigestAlgorithm().name().replace('_', '-'));
    }
    signature.getDigestMatchers().stream()
        .filter(matcher -> matcher.getDigestMethod() != null)
        .forEach(matcher -> digests.add(matcher.getDigestMethod().name().replace('_', '-')));
    var acceptable =
        digests.stream().allMatch(digest -> holds(digest, 0, day))
            && holds(
                algorithm(signature.getEncryptionAlgorithm()),
                number(signature.getKeyLengthUsedToSignThisToken()),
                day);
    return acceptable
        ? finding.with("TOTAL_PASSED", "")
        : finding.with("INDETERMINATE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE");
  }

  /** The same for an evidence record, as of its first time-stamp. */
  static Finding judged(Finding finding, EvidenceRecordWrapper evidence) {
    if (!finding.indication().equals("TOTAL_PASSED") || finding.provenTime().isEmpty()) {
      return finding;
    }
    var day = LocalDate.ofInstant(finding.provenTime().get(), ZoneOffset.UTC);
    return evidence.getDigestMatchers().stream()
            .filter(matcher -> matcher.getDigestMethod() != null)
            .allMatch(matcher -> holds(matcher.getDigestMethod().name().replace('_', '-'), 0, day))
        ? finding.with("TOTAL_PASSED", "")
        : finding.with("INDETERMINATE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE");
  }

  private static String algorithm(EncryptionAlgorithm algorithm) {
    if (algorithm == null) {
      return "";
    }
    return switch (algorithm) {
      case RSASSA_PSS -> "RSASSA-PSS";
      case PLAIN_ECDSA -> "PLAIN-ECDSA";
      default -> algorithm.name();
    };
  }

  private static int number(String bits) {
    return bits != null && bits.matches("\\d{1,6}") ? Integer.parseInt(bits) : 0;
  }

  /** The longest of the listed keys that is not longer than this one decides. */
  private static boolean holds(String algorithm, int size, LocalDate day) {
    return ALGORITHMS.stream()
        .filter(until -> until.algorithm.equals(algorithm) && until.size <= size)
        .max(java.util.Comparator.comparingInt(Until::size))
        .filter(until -> !day.isAfter(until.end))
        .isPresent();
  }

  private static List<Until> algorithms() {
    var policy = PolicyRules.parsed(PolicyFile.of(PolicyProfile.LEGACY_READ));
    var cryptographic = policy.getDocumentElement().getElementsByTagName("AlgoExpirationDate");
    var read = new ArrayList<Until>();
    var entries =
        ((Element) cryptographic.item(cryptographic.getLength() - 1)).getElementsByTagName("Algo");
    for (int i = 0; i < entries.getLength(); i++) {
      var entry = (Element) entries.item(i);
      read.add(
          new Until(
              entry.getTextContent().strip(),
              number(entry.getAttribute("Size")),
              entry.hasAttribute("Date")
                  ? LocalDate.parse(entry.getAttribute("Date"))
                  : LocalDate.MAX));
    }
    return List.copyOf(read);
  }
}
