package org.dossierhub.exchange.account;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * A person who can sign in, working for one agency.
 *
 * <p>The certificates are the signing certificates registered for this person by issuer and serial,
 * because officials' certificates carry no personal number; a clerk's is the certificate of the
 * agency.
 */
public record Account(
    UUID id,
    String username,
    String fullName,
    AgencyCode agency,
    Set<Role> roles,
    List<CertificateId> certificates) {

  /** The most characters of a full name. */
  public static final int LONGEST_NAME = 120;

  public Account {
    Objects.requireNonNull(id);
    Objects.requireNonNull(agency);
    if (!isUsername(username)) {
      throw new IllegalArgumentException(
          "Not a user name (3 to 40 of a–z, 0–9, dot, dash, underscore): " + username);
    }
    if (fullName.isBlank() || fullName.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("A full name has 1 to 120 characters: " + fullName);
    }
    roles = Set.copyOf(roles);
    certificates = List.copyOf(certificates);
  }

  /** 3 to 40 of a–z, 0–9, dot, dash, underscore, beginning with a letter or digit. */
  public static boolean isUsername(String text) {
    return text.matches("[a-z0-9][a-z0-9._-]{2,39}");
  }

  /** Whether this account holds at least one of the roles. */
  public boolean mayActAs(Role... anyOf) {
    for (Role role : anyOf) {
      if (roles.contains(role)) {
        return true;
      }
    }
    return false;
  }
}
