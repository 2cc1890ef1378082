package org.dossierhub.exchange.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.dossierhub.exchange.audit.EvidenceObject;
import org.dossierhub.exchange.audit.EvidenceObjects;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.evidence.HashTree;
import org.dossierhub.signing.timestamp.AskTimestamp;

/**
 * Has everything that was signed since the last time time-stamped together: one tree of digests,
 * one token. Only the order of the digests and the token are kept; each one's own record is made
 * when somebody asks for it.
 */
@ApplicationScoped
public class StampEvidence {
  /** A batch is not larger, so that making a record stays quick. */
  static final int AT_ONCE = 10_000;

  private final EvidenceObjects objects;
  private final AskTimestamp ask;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected StampEvidence() {
    this(null, null, null, null);
  }

  @Inject
  public StampEvidence(
      EvidenceObjects objects, AskTimestamp ask, Transactions transactions, Clock clock) {
    this.objects = objects;
    this.ask = ask;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * How many share a time-stamp now that had none.
   *
   * @throws UncheckedIOException if the authority gives none; the next round tries again
   */
  public int stamp() {
    int all = 0;
    int some;
    do {
      some = stampSome();
      all += some;
    } while (some == AT_ONCE);
    return all;
  }

  private int stampSome() {
    var waiting = objects.notStamped(AT_ONCE);
    if (waiting.isEmpty()) {
      return 0;
    }
    var tree = HashTree.over(waiting.stream().map(EvidenceObject::digest).toList());
    byte[] token;
    try {
      token = ask.token(HashTree.ALGORITHM, tree.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean kept = transactions.inOne(() -> objects.stamped(waiting, clock.instant(), token));
    return kept ? waiting.size() : 0;
  }
}
