package org.dossierhub.exchange.following;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * What somebody put into the search box, once it is recognised. The kinds cannot be mistaken for
 * one another, except that digits alone may be a serial number in decimal or in hexadecimal: both
 * are looked for.
 */
public sealed interface Sought {

  /** Everything about one dossier. */
  record ADossier(DossierCode code) implements Sought {}

  /** The message with this id, whoever sent it. */
  record AMessage(MessageId id) implements Sought {}

  /** What an agency sent or was sent, the newest first. */
  record AnAgency(AgencyCode code) implements Sought {}

  /** The message that carried a file, a manifest or a content with this SHA-256. */
  record ADigest(Sha256 sha256) implements Sought {}

  /** What was signed with a certificate of this serial number, the newest first. */
  record ACertificate(List<BigInteger> serials) implements Sought {
    public ACertificate {
      serials = List.copyOf(serials);
    }
  }

  /** Empty when it is none of these. */
  static Optional<Sought> in(String words) {
    var text = words.strip();
    var dossier = attempt(() -> new ADossier(new DossierCode(text.toUpperCase(Locale.ROOT))));
    if (dossier.isPresent()) {
      return dossier;
    }
    var message = attempt(() -> new AMessage(new MessageId(text.toLowerCase(Locale.ROOT))));
    if (message.isPresent()) {
      return message;
    }
    var agency = attempt(() -> new AnAgency(new AgencyCode(text.toUpperCase(Locale.ROOT))));
    if (agency.isPresent()) {
      return agency;
    }
    var hex =
        text.toLowerCase(Locale.ROOT).replaceFirst("^(sha-?256:|0x)", "").replaceAll("[: ]", "");
    var digest = attempt(() -> new ADigest(new Sha256(hex)));
    return digest.isPresent() ? digest : serial(hex);
  }

  private static Optional<Sought> serial(String hex) {
    // RFC 5280: at most 20 octets
    if (!hex.matches("[0-9a-f]{1,49}")) {
      return Optional.empty();
    }
    var serials = new LinkedHashSet<BigInteger>();
    if (hex.matches("[0-9]+")) {
      serials.add(new BigInteger(hex));
    }
    if (hex.length() <= 40) {
      serials.add(new BigInteger(hex, 16));
    }
    return serials.isEmpty()
        ? Optional.empty()
        : Optional.of(new ACertificate(List.copyOf(serials)));
  }

  private static Optional<Sought> attempt(java.util.function.Supplier<Sought> kind) {
    try {
      return Optional.of(kind.get());
    } catch (IllegalArgumentException notOfThisKind) {
      return Optional.empty();
    }
  }
}
