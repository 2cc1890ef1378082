package org.dossierhub.signing.identity;

import java.security.cert.X509Certificate;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Who a certificate says it was given to, read attribute by attribute (never by splitting text at
 * commas) and normalised to NFC with control and direction marks removed, so that it can be shown.
 *
 * <p>Order of attributes, several UID attributes and names in capitals without diacritics are all
 * in the field; an absent common name reads as the organisation, or else as the whole name.
 */
public record CertificateSubject(
    String commonName,
    Optional<String> organisation,
    List<String> organisationalUnits,
    Optional<String> locality,
    Optional<String> country,
    Optional<String> title,
    Optional<String> email,
    List<SubjectId> ids) {

  public CertificateSubject {
    organisationalUnits = List.copyOf(organisationalUnits);
    ids = List.copyOf(ids);
  }

  public static CertificateSubject of(X509Certificate certificate) {
    return of(certificate.getSubjectX500Principal().getEncoded());
  }

  /** The issuer's name of a certificate, read the same way. */
  public static CertificateSubject issuerOf(X509Certificate certificate) {
    return of(certificate.getIssuerX500Principal().getEncoded());
  }

  private static CertificateSubject of(byte[] encodedName) {
    var name = X500Name.getInstance(encodedName);
    var organisation = first(name, BCStyle.O);
    return new CertificateSubject(
        first(name, BCStyle.CN).or(() -> organisation).orElseGet(() -> cleaned(name.toString())),
        organisation,
        all(name, BCStyle.OU),
        first(name, BCStyle.L),
        first(name, BCStyle.C),
        first(name, BCStyle.T),
        first(name, BCStyle.EmailAddress),
        all(name, BCStyle.UID).stream().map(SubjectId::parse).toList());
  }

  /** The name with its organisation, for one line on a page or in a log. */
  public String display() {
    var parts = new ArrayList<String>();
    parts.add(commonName);
    for (int i = organisationalUnits.size() - 1; i >= 0; i--) {
      addUnlessSaid(parts, organisationalUnits.get(i));
    }
    organisation.ifPresent(o -> addUnlessSaid(parts, o));
    return String.join(", ", parts);
  }

  private static void addUnlessSaid(List<String> parts, String part) {
    if (parts.stream().noneMatch(part::equalsIgnoreCase)) {
      parts.add(part);
    }
  }

  public Optional<String> id(SubjectId.Kind kind) {
    return ids.stream().filter(id -> id.kind() == kind).map(SubjectId::value).findFirst();
  }

  private static Optional<String> first(X500Name name, ASN1ObjectIdentifier type) {
    return all(name, type).stream().findFirst();
  }

  private static List<String> all(X500Name name, ASN1ObjectIdentifier type) {
    var values = new ArrayList<String>();
    for (var rdn : name.getRDNs()) {
      for (var attribute : rdn.getTypesAndValues()) {
        if (attribute.getType().equals(type) && attribute.getValue() instanceof ASN1String text) {
          var cleaned = cleaned(text.getString());
          if (!cleaned.isEmpty()) {
            values.add(cleaned);
          }
        }
      }
    }
    return values;
  }

  private static String cleaned(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .replaceAll("[\\p{Cc}\\u2028\\u2029]", " ")
        .replaceAll("\\p{Cf}", "")
        .strip();
  }
}
