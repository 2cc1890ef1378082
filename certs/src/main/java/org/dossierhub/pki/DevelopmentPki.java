package org.dossierhub.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.dossierhub.pki.Declaration.Entry;
import org.dossierhub.pki.Declaration.Trust;

/**
 * The certificates, revocation answers and time-stamps of the fictitious world declared in {@code
 * pki.xml}: two unrelated hierarchies (government, public), the server certificates of this
 * computer, and the impostors. For tests and the demonstration; never trusted in production. Safe
 * for use by several threads.
 */
public final class DevelopmentPki {
  private static final Duration CRL_GOOD_FOR = Duration.ofDays(7);

  private final Declaration declaration;
  private final Keeping keeping;
  private final OcspResponder responder = new OcspResponder();

  DevelopmentPki(Declaration declaration, Keeping keeping) {
    this.declaration = declaration;
    this.keeping = keeping;
  }

  /**
   * The PKI kept in this folder, made there when it is not there yet: the same keys, certificates
   * and passwords ever after. What the declaration has gained since is added.
   *
   * @param baseUrl where {@link PkiServer} will answer; it is written into the certificates
   * @throws IllegalStateException when the folder was made for another address, or holds something
   *     else
   */
  public static DevelopmentPki openOrCreate(Path folder, URI baseUrl) {
    var declaration = Declaration.ofTheProduct();
    try {
      return new DevelopmentPki(
          declaration, PkiFolder.openOrCreate(folder, declaration, Optional.of(baseUrl)));
    } catch (IOException e) {
      throw new UncheckedIOException("The development PKI in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * The PKI that was made in this folder, at its own address.
   *
   * @throws IllegalStateException when none was
   */
  public static DevelopmentPki open(Path folder) {
    var declaration = Declaration.ofTheProduct();
    try {
      return new DevelopmentPki(
          declaration, PkiFolder.openOrCreate(folder, declaration, Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException("The development PKI in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * The PKI of this Java process, for tests: made when first asked, one certificate after the other
   * as they are asked for. Its addresses begin with {@code http://pki.test/} and are never
   * contacted.
   */
  public static DevelopmentPki inMemory() {
    return InMemory.SHARED;
  }

  private static final class InMemory {
    static final DevelopmentPki SHARED = newInMemory(LocalDate.now(ZoneOffset.UTC));
  }

  /** A PKI of its own, as if made on that day. */
  static DevelopmentPki newInMemory(LocalDate created) {
    var declaration = Declaration.ofTheProduct();
    return new DevelopmentPki(
        declaration,
        new InMemoryKeeping(declaration, new Issuing(created, URI.create("http://pki.test/"))));
  }

  /**
   * The one declared under this name, person, system or authority.
   *
   * @throws IllegalArgumentException naming those that are declared
   */
  public Identity identity(String name) {
    declaration.entry(name);
    return keeping.identity(name);
  }

  /**
   * The names of everybody who holds a certificate, in the order of the declaration; authorities
   * are not among them.
   */
  public List<String> names() {
    return declaration.entries().stream().filter(e -> !e.isAuthority()).map(Entry::name).toList();
  }

  /** The names of the authorities, impostors not among them. */
  public List<String> authorities() {
    return genuineAuthorities().map(Entry::name).toList();
  }

  /** Where the certificates say that revocation answers and time-stamps are to be had. */
  public URI baseUrl() {
    return keeping.issuing().baseUrl();
  }

  public Collection<X509Certificate> governmentAnchors() {
    return roots(Trust.GOVERNMENT);
  }

  public Collection<X509Certificate> publicAnchors() {
    return roots(Trust.PUBLIC);
  }

  /**
   * Whom TLS connections of the demonstration may trust: the servers of this computer and the
   * agencies' systems.
   */
  public Collection<X509Certificate> tlsAnchors() {
    return List.of(identity("government-root").certificate(), identity("local-root").certificate());
  }

  /** The authorities between the anchors of both hierarchies and the people. */
  public Collection<X509Certificate> intermediates() {
    return genuineAuthorities()
        .filter(e -> e.issuer().isPresent())
        .map(e -> identity(e.name()).certificate())
        .toList();
  }

  /**
   * The certificate revocation list (RFC 5280, 5) of this authority as it stands at that moment,
   * DER, good for seven days.
   */
  public byte[] crl(String authority, Instant at) {
    var entry = declaration.entry(authority);
    if (!entry.isAuthority()) {
      throw new IllegalArgumentException(authority + " issues no certificates");
    }
    try {
      var issuer = identity(authority);
      var list =
          new X509v2CRLBuilder(
              X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded()),
              Date.from(at));
      list.setNextUpdate(Date.from(at.plus(CRL_GOOD_FOR)));
      list.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils()
              .createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
      list.addExtension(
          Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(at.getEpochSecond())));
      // X.509, 9.5.2.8: who was revoked stays listed after expiry, since the first day of the
      // authority.
      list.addExtension(
          Extension.expiredCertsOnCRL,
          false,
          new ASN1GeneralizedTime(issuer.certificate().getNotBefore()));
      for (var issued : declaration.issuedBy(authority)) {
        var revoked = revokedBy(issued, at);
        if (revoked.isPresent()) {
          list.addCRLEntry(
              identity(issued.name()).certificate().getSerialNumber(),
              revoked.get(),
              reason(issued));
        }
      }
      return list.build(Issuing.signer(issuer.key())).getEncoded();
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(
          "The revocation list of " + authority + " could not be made", e);
    }
  }

  /**
   * The answer (RFC 6960), DER, of the responder of the authority that is asked about: a malformed
   * request and an authority that is not ours are answered with the standard's error status.
   */
  public byte[] ocspAnswer(byte[] request, Instant at) {
    return responder.answer(request, genuineAuthorities().map(Asked::new).toList(), at);
  }

  /**
   * The time-stamp response (RFC 3161) to this request, DER; bad requests are rejected in the
   * response.
   */
  public byte[] timestampAnswer(byte[] request, Instant at) {
    return timestampAnswer(request, at, "tsa");
  }

  /** The same by another unit. */
  public byte[] timestampAnswer(byte[] request, Instant at, String unit) {
    return new TimestampIssuer(identity(unit)).answer(request, at);
  }

  private final class Asked implements OcspResponder.Authority {
    private final Entry entry;

    Asked(Entry entry) {
      this.entry = entry;
    }

    @Override
    public Identity identity() {
      return DevelopmentPki.this.identity(entry.name());
    }

    @Override
    public Identity responder() {
      return declaration.issuedBy(entry.name()).stream()
          .filter(e -> e.hasProfile("ocsp-responder"))
          .map(e -> DevelopmentPki.this.identity(e.name()))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("pki.xml: no responder for " + entry.name()));
    }

    @Override
    public CertificateStatus status(BigInteger serial, Instant at) {
      for (var issued : declaration.issuedBy(entry.name())) {
        var made = keeping.made(issued.name());
        if (made.isPresent() && made.get().getSerialNumber().equals(serial)) {
          return revokedBy(issued, at)
              .<CertificateStatus>map(
                  when ->
                      new RevokedStatus(
                          new RevokedInfo(
                              new ASN1GeneralizedTime(when), CRLReason.lookup(reason(issued)))))
              .orElse(CertificateStatus.GOOD);
        }
      }
      return new UnknownStatus();
    }
  }

  private Optional<Date> revokedBy(Entry entry, Instant at) {
    return entry
        .revoked()
        .map(r -> keeping.issuing().day(r.at()))
        .filter(when -> !when.toInstant().isAfter(at));
  }

  private static int reason(Entry entry) {
    return switch (entry.revoked().orElseThrow().reason()) {
      case "keyCompromise" -> CRLReason.keyCompromise;
      case "affiliationChanged" -> CRLReason.affiliationChanged;
      case "superseded" -> CRLReason.superseded;
      case "cessationOfOperation" -> CRLReason.cessationOfOperation;
      default -> CRLReason.unspecified;
    };
  }

  private List<X509Certificate> roots(Trust trust) {
    return declaration.entries().stream()
        .filter(e -> e.trust() == trust && e.issuer().isEmpty())
        .map(e -> identity(e.name()).certificate())
        .toList();
  }

  private java.util.stream.Stream<Entry> genuineAuthorities() {
    return declaration.entries().stream().filter(e -> e.isAuthority() && e.trust() != Trust.NONE);
  }
}
