package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.result.NumberRegister;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultNumber;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.signing.pdf.CannotSign;
import org.dossierhub.signing.pdf.ResultForm;

/**
 * The clerk gives a result the leader has signed the next number of the agency's register, and the
 * date of issue; both are filled into the fields that the leader's signature left open.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}, {@link
 * DeskRefusal#WRONG_STATE}, {@link DeskRefusal#DATE_NOT_ALLOWED}, {@link
 * DeskRefusal#NUMBER_NOT_FILLED}, {@link DeskRefusal#REVISION_PASSED}.
 */
@ApplicationScoped
public class NumberResult {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private Rights rights;
  private Results results;
  private NumberRegister register;
  private ResultFiles files;
  private HeapRoom room;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected NumberResult() {}

  @Inject
  NumberResult(
      Rights rights,
      Results results,
      NumberRegister register,
      ResultFiles files,
      HeapRoom room,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.rights = rights;
    this.results = results;
    this.register = register;
    this.files = files;
    this.room = room;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  public Result number(Account by, UUID resultId, LocalDate date) throws DeskRefused {
    var result = rights.result(by, resultId, Role.CLERK);
    Rights.needState(result, ResultState.AWAITING_NUMBER);
    var now = clock.instant();
    needBetween(date, day(result.latest().at()), day(now));
    return room.holding(result.latest().size(), () -> number(by, result, date, now));
  }

  private Result number(Account by, Result result, LocalDate date, Instant now) throws DeskRefused {
    var signed = files.read(result.latest());
    // The register is held while the file is written, so that a number is either in the file and in
    // the register or in
    // neither. No network is waited for meanwhile.
    return transaction.inOne(
        () -> {
          var head = register.hold(result.agency(), date.getYear());
          needBetween(date, head.latest().orElse(date), day(now));
          var number = new ResultNumber(date.getYear(), head.last() + 1, result.symbol(), date);
          var revision =
              files.keepNext(
                  result.id(),
                  RevisionKind.NUMBERED,
                  fill(signed, number),
                  Optional.of(by.id()),
                  now);
          register.enter(result.agency(), number, result.id(), by.id(), now);
          files.register(revision);
          Rights.needFirst(results.number(result, number, revision));
          journal.note(now, by, "RESULT_NUMBERED", result, text(number, revision));
          return results.byId(result.id()).orElseThrow();
        });
  }

  private static byte[] fill(byte[] signed, ResultNumber number) throws DeskRefused {
    try {
      return ResultForm.fill(signed, number.text(), number.date());
    } catch (CannotSign refused) {
      throw new DeskRefused(DeskRefusal.NUMBER_NOT_FILLED, refused.reason().textVi());
    }
  }

  private static void needBetween(LocalDate date, LocalDate first, LocalDate last)
      throws DeskRefused {
    if (date.isBefore(first) || date.isAfter(last)) {
      throw new DeskRefused(DeskRefusal.DATE_NOT_ALLOWED, date + "; " + first + " – " + last);
    }
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, VIETNAM);
  }

  private static String text(ResultNumber number, Revision revision) {
    return number.text() + " " + number.date() + " sha256 " + revision.digest();
  }
}
