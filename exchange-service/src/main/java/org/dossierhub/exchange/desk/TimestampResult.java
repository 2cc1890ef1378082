package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;
import org.dossierhub.signing.pdf.ExtendPdf;

/**
 * Proves when a sealed result existed, and puts in what a reader needs years later (PAdES T and
 * LT). The authority and the revocation services are asked outside of any transaction; while one of
 * them is away the result stays «đã ký, chờ dấu thời gian» and the queue brings it back. Two runs
 * at once do no harm: the first to write wins.
 */
@ApplicationScoped
public class TimestampResult implements Worker {
  private Results results;
  private ResultFiles files;
  private HeapRoom room;
  private ExtendPdf extendPdf;
  private Journal journal;
  private Transactions transactions;
  private Clock clock;

  /** For the container. */
  protected TimestampResult() {}

  @Inject
  TimestampResult(
      Results results,
      ResultFiles files,
      HeapRoom room,
      ExtendPdf extendPdf,
      Journal journal,
      Transactions transactions,
      Clock clock) {
    this.results = results;
    this.files = files;
    this.room = room;
    this.extendPdf = extendPdf;
    this.journal = journal;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public WorkKind kind() {
    return WorkKind.TIMESTAMP_RESULT;
  }

  @Override
  public void perform(Work work) {
    var result = results.byId(UUID.fromString(work.subject())).orElseThrow();
    if (result.state() != ResultState.AWAITING_TIMESTAMP) {
      return; // done by an earlier attempt
    }
    var revision = stamped(result);
    var now = revision.at();
    transactions.inOne(
        () -> {
          files.register(revision);
          if (results.revise(result, ResultState.AWAITING_PUBLICATION, revision)) {
            journal.noteOwn(now, "RESULT_TIMESTAMPED", result, "sha256 " + revision.digest());
          }
        });
  }

  private Revision stamped(Result result) {
    try {
      return room.holding(
          result.latest().size(),
          () ->
              files.keepNext(
                  result.id(),
                  RevisionKind.TIMESTAMPED,
                  stamp(files.read(result.latest())),
                  Optional.empty(),
                  clock.instant()));
    } catch (DeskRefused e) {
      throw new IllegalStateException("A time-stamp is refused by nobody", e);
    }
  }

  private byte[] stamp(byte[] sealed) {
    try {
      return extendPdf.longTerm(extendPdf.timestamp(sealed));
    } catch (IOException e) {
      throw new TryAgainLater(
          "No time-stamp or revocation data to be had now: " + e.getMessage(), e);
    }
  }
}
