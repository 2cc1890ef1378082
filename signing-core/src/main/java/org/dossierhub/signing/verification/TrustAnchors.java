package org.dossierhub.signing.verification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The certificates where trust ends, kept apart by hierarchy, and the intermediate certificates
 * between them and the signers. Documents of state agencies often embed nothing but the signer's
 * certificate, so the intermediates come from here and never from the network.
 *
 * @param government roots of the specialised hierarchy of the Government (officials, agencies, its
 *     time-stamps)
 * @param publicPki roots of the public hierarchy (citizens, companies)
 * @param undeclared roots given without saying which hierarchy they belong to; they trust, but give
 *     no role
 * @param intermediates issuing authorities below any of the roots; not trusted by themselves
 */
public record TrustAnchors(
    Set<X509Certificate> government,
    Set<X509Certificate> publicPki,
    Set<X509Certificate> undeclared,
    Set<X509Certificate> intermediates) {

  public TrustAnchors {
    government = Set.copyOf(government);
    publicPki = Set.copyOf(publicPki);
    undeclared = Set.copyOf(undeclared);
    intermediates = Set.copyOf(intermediates);
  }

  public static TrustAnchors of(
      Collection<X509Certificate> government,
      Collection<X509Certificate> publicPki,
      Collection<X509Certificate> intermediates) {
    return new TrustAnchors(
        new LinkedHashSet<>(government),
        new LinkedHashSet<>(publicPki),
        Set.of(),
        new LinkedHashSet<>(intermediates));
  }

  /**
   * Reads {@code government/}, {@code public/} and {@code intermediates/} below a folder (PEM or
   * DER certificates, any file name). IllegalArgumentException when the folder holds no anchor at
   * all, a file is not a certificate, or one is not what its fingerprint says it should be ({@link
   * PinnedTrust}).
   */
  public static TrustAnchors load(Path folder) {
    var anchors =
        new TrustAnchors(
            inFolder(folder.resolve("government")),
            inFolder(folder.resolve("public")),
            Set.of(),
            inFolder(folder.resolve("intermediates")));
    if (anchors.government.isEmpty() && anchors.publicPki.isEmpty()) {
      throw new IllegalArgumentException(
          "No trust anchor in "
              + folder
              + ": expected certificates in its folders government/ or public/");
    }
    PinnedTrust.check(folder, anchors);
    return anchors;
  }

  /** Every certificate in which trust ends. */
  public Set<X509Certificate> all() {
    var all = new LinkedHashSet<X509Certificate>();
    all.addAll(government);
    all.addAll(publicPki);
    all.addAll(undeclared);
    return all;
  }

  /**
   * The hierarchy a trusted path ends in; empty for an anchor of which nobody said what it is for.
   */
  Optional<Hierarchy> hierarchyOf(List<X509Certificate> path) {
    for (var certificate : path) {
      if (government.contains(certificate)) {
        return Optional.of(Hierarchy.GOVERNMENT);
      }
      if (publicPki.contains(certificate)) {
        return Optional.of(Hierarchy.PUBLIC);
      }
      if (undeclared.contains(certificate)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** These and those together. */
  public TrustAnchors and(TrustAnchors more) {
    return new TrustAnchors(
        union(government, more.government),
        union(publicPki, more.publicPki),
        union(undeclared, more.undeclared),
        union(intermediates, more.intermediates));
  }

  /**
   * What lies in a place that somebody names: a folder as {@link #load} reads it, a folder of
   * certificates, or a file of certificates (PEM or DER). Outside the first, self-issued
   * certificates are anchors of no declared hierarchy and others intermediates; where none is
   * self-issued, all are anchors.
   */
  public static TrustAnchors in(Path place) {
    if (!Files.isDirectory(place)) {
      return undeclared(certificatesIn(place));
    }
    if (Files.isDirectory(place.resolve("government"))
        || Files.isDirectory(place.resolve("public"))) {
      return load(place);
    }
    var certificates = inFolder(place);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("No certificate in " + place);
    }
    return undeclared(certificates);
  }

  private static TrustAnchors undeclared(Collection<X509Certificate> certificates) {
    var anchors = new LinkedHashSet<X509Certificate>();
    var intermediates = new LinkedHashSet<X509Certificate>();
    for (var certificate : certificates) {
      var selfIssued =
          certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
      (selfIssued ? anchors : intermediates).add(certificate);
    }
    return anchors.isEmpty()
        ? new TrustAnchors(Set.of(), Set.of(), intermediates, Set.of())
        : new TrustAnchors(Set.of(), Set.of(), anchors, intermediates);
  }

  private static Set<X509Certificate> union(
      Set<X509Certificate> some, Set<X509Certificate> others) {
    var union = new LinkedHashSet<>(some);
    union.addAll(others);
    return union;
  }

  private static Set<X509Certificate> inFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    var found = new LinkedHashSet<X509Certificate>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        found.addAll(certificatesIn(file));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read the trust folder " + folder, e);
    }
    return found;
  }

  private static List<X509Certificate> certificatesIn(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var found = new ArrayList<X509Certificate>();
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        found.add((X509Certificate) certificate);
      }
      if (found.isEmpty()) {
        throw new IllegalArgumentException("No certificate in " + file);
      }
      return found;
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException("Not a file of certificates (PEM or DER): " + file, e);
    }
  }
}
