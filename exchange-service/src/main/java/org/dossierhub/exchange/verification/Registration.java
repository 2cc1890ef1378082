package org.dossierhub.exchange.verification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.dossierhub.exchange.result.PublicToken;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * What the public may know of a result the hub published: {@code state} is PUBLISHED, REVOKED or
 * REPLACED, {@code withdrawn}, {@code reason} and {@code successor} are there when it no longer
 * counts.
 */
public record Registration(
    PublicToken token,
    ResultState state,
    AgencyCode agency,
    String agencyName,
    String title,
    String number,
    LocalDate date,
    Sha256 digest,
    Instant published,
    Optional<Instant> withdrawn,
    Optional<String> reason,
    Optional<PublicToken> successor) {

  /** One sentence for the page. */
  public String sentenceVi() {
    return switch (state) {
      case REVOKED -> "Văn bản này do cơ quan phát hành nhưng đã bị thu hồi.";
      case REPLACED -> "Văn bản này do cơ quan phát hành nhưng đã được thay thế bằng văn bản khác.";
      default -> "Tệp này trùng với bản do cơ quan phát hành.";
    };
  }

  /** The same sentence in English. */
  public String sentenceEn() {
    return switch (state) {
      case REVOKED -> "The agency issued this document, but has revoked it since.";
      case REPLACED -> "The agency issued this document, but has replaced it by another one since.";
      default -> "This file is identical to the one the agency issued.";
    };
  }
}
