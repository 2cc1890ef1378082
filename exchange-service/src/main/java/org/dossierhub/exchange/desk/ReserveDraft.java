package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.util.stream.Collectors;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.result.ResultNumber;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.pdf.CannotSign;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.pdf.ResultLayout;
import org.dossierhub.signing.verification.Verdict;
import org.dossierhub.signing.verification.pdf.CoveredPlaces;

/**
 * What every draft must fulfil, and its PDF with the places for number, date, signature and seal.
 *
 * <p>Refuses with {@link DeskRefusal#TITLE_UNUSABLE}, {@link DeskRefusal#SYMBOL_UNUSABLE}, {@link
 * DeskRefusal#UNKNOWN_RECIPIENT}, {@link DeskRefusal#DRAFT_UNUSABLE}, {@link
 * DeskRefusal#PLACE_COVERED}.
 */
@Dependent
class ReserveDraft {
  private static final int LONGEST_TITLE = 500;
  private static final int MOST_RECIPIENTS = 200;

  private final Accounts accounts;
  private final Agencies agencies;
  private final ExamineResult examineResult;
  private final Clock clock;

  @Inject
  ReserveDraft(Accounts accounts, Agencies agencies, ExamineResult examineResult, Clock clock) {
    this.examineResult = examineResult;
    this.accounts = accounts;
    this.agencies = agencies;
    this.clock = clock;
  }

  byte[] reserve(Draft draft, AgencyCode agency) throws DeskRefused {
    check(draft);
    try {
      var pdf = draft.pdf().read();
      needReadable(pdf);
      var layout = draft.layout().orElseGet(() -> found(pdf, agency));
      var reserved = ResultForm.reserve(pdf, layout);
      needEmptyPlaces(reserved);
      return reserved;
    } catch (CannotSign refused) {
      throw new DeskRefused(DeskRefusal.DRAFT_UNUSABLE, refused.reason().textVi());
    } catch (IOException e) {
      throw new TryAgainLater("An uploaded draft cannot be read", e);
    }
  }

  /**
   * An official hands in what some program or neighbour made: a worker takes it apart before the
   * server does (docs/decisions/0012).
   */
  private void needReadable(byte[] pdf) throws DeskRefused {
    var report = examineResult.examine("du-thao.pdf", pdf);
    if (report.verdict() == Verdict.REFUSED) {
      throw new DeskRefused(DeskRefusal.DRAFT_UNUSABLE, report.sentence());
    }
  }

  private void check(Draft draft) throws DeskRefused {
    var title = draft.title().strip();
    if (title.isEmpty() || title.length() > LONGEST_TITLE || title.matches(".*\\p{C}.*")) {
      throw new DeskRefused(DeskRefusal.TITLE_UNUSABLE);
    }
    if (!ResultNumber.isSymbol(draft.symbol().strip())) {
      throw new DeskRefused(DeskRefusal.SYMBOL_UNUSABLE, draft.symbol().replaceAll("\\p{C}", "?"));
    }
    if (draft.distribution().size() > MOST_RECIPIENTS) {
      throw new DeskRefused(
          DeskRefusal.UNKNOWN_RECIPIENT, draft.distribution().size() + " > " + MOST_RECIPIENTS);
    }
    for (var recipient : draft.distribution()) {
      if (agencies.byCode(recipient).filter(a -> a.openAt(clock.instant())).isEmpty()) {
        throw new DeskRefused(DeskRefusal.UNKNOWN_RECIPIENT, recipient.value());
      }
    }
  }

  /** What verification would hold against the sealed result is said before anybody signs. */
  private static void needEmptyPlaces(byte[] reserved) throws DeskRefused {
    var covered = CoveredPlaces.of(reserved);
    if (!covered.isEmpty()) {
      throw new DeskRefused(
          DeskRefusal.PLACE_COVERED,
          covered.stream().map(ReserveDraft::inWords).collect(Collectors.joining("; ")));
    }
  }

  private static String inWords(CoveredPlaces.Covered covered) {
    var place =
        switch (covered.field()) {
          case ResultForm.NUMBER -> "số, ký hiệu";
          case ResultForm.DATE -> "ngày ban hành";
          default -> "chữ ký của lãnh đạo";
        };
    return "chỗ cho %s, trang %d: %s"
        .formatted(
            place,
            covered.page(),
            covered.words().isEmpty() ? "có nội dung khác" : "«" + covered.words() + "»");
  }

  /** The signature stands above the printed name of one of the agency's leaders. */
  private ResultLayout found(byte[] pdf, AgencyCode agency) {
    var usual = ResultLayout.decision();
    var layout = usual;
    for (var account : accounts.ofAgency(agency)) {
      if (account.mayActAs(Role.LEADER) && layout.leader().equals(usual.leader())) {
        layout = ResultLayout.of(pdf, account.fullName());
      }
    }
    return layout;
  }
}
