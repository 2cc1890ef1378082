package org.dossierhub.exchange.result;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;

/**
 * The decision an agency gives on a dossier, from the draft to what the public holds. {@code
 * symbol} is the part of the number after the slash, {@code distribution} the agencies that receive
 * it besides the submitter, {@code latest} the newest revision of the PDF, {@code remark} the last
 * reason for which the draft did not go on.
 */
public record Result(
    UUID id,
    UUID dossierId,
    DossierCode dossier,
    AgencyCode agency,
    ResultState state,
    String title,
    String symbol,
    int pages,
    Revision latest,
    Optional<ResultNumber> number,
    Optional<Publication> publication,
    Optional<Withdrawal> withdrawal,
    Optional<Remark> remark,
    List<AgencyCode> distribution,
    UUID preparedBy,
    Instant prepared) {

  public Result {
    distribution = List.copyOf(distribution);
  }

  /** The same result as it is once it was published. */
  public Result publishedAs(Publication publication) {
    return with(ResultState.PUBLISHED, Optional.of(publication), withdrawal);
  }

  /** The same result as it is once it was revoked or replaced. */
  public Result withdrawn(Withdrawal withdrawal) {
    var next = withdrawal.successor().isPresent() ? ResultState.REPLACED : ResultState.REVOKED;
    return with(next, publication, Optional.of(withdrawal));
  }

  private Result with(
      ResultState state, Optional<Publication> publication, Optional<Withdrawal> withdrawal) {
    return new Result(
        id,
        dossierId,
        dossier,
        agency,
        state,
        title,
        symbol,
        pages,
        latest,
        number,
        publication,
        withdrawal,
        remark,
        distribution,
        preparedBy,
        prepared);
  }
}
