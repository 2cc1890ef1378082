package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.result.PublicToken;
import org.dossierhub.exchange.result.Publication;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.Withdrawal;
import org.dossierhub.signing.identity.Sha256;

/** The part of the register of results that is anybody's business. */
@Dependent
class PublicRegister {
  private final Results results;
  private final Agencies agencies;

  @Inject
  PublicRegister(Results results, Agencies agencies) {
    this.results = results;
    this.agencies = agencies;
  }

  Optional<Registration> issuedAs(Sha256 digest) {
    return results.publishedAs(digest).map(this::shown);
  }

  Optional<Result> named(String token) {
    return PublicToken.parse(token).flatMap(results::published);
  }

  Registration shown(Result result) {
    var publication = result.publication().orElseThrow();
    var number = result.number().orElseThrow();
    return new Registration(
        publication.token(),
        result.state(),
        result.agency(),
        agencies.byCode(result.agency()).map(Agency::name).orElse(result.agency().value()),
        result.title(),
        number.text(),
        number.date(),
        publication.digest(),
        publication.at(),
        result.withdrawal().map(Withdrawal::at),
        result.withdrawal().map(Withdrawal::reason),
        result
            .withdrawal()
            .flatMap(Withdrawal::successor)
            .flatMap(results::byId)
            .flatMap(Result::publication)
            .map(Publication::token));
  }
}
