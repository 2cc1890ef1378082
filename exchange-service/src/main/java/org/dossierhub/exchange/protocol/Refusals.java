package org.dossierhub.exchange.protocol;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.delivery.DeliveryUnchanged;
import org.dossierhub.exchange.intake.DossierRejected;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.TryAgainLater;

/** Makes every refusal that leaves on the wire; the one place where outcomes become codes. */
public final class Refusals {
  private static final Logger LOG = Correlation.logger(Refusals.class);

  /** Seconds after which a sender may come back when something the hub needs is away. */
  private static final int COME_BACK_AFTER = 30;

  private Refusals() {}

  public static RefusalFault of(WireRefusal why) {
    return fault(why.code(), why.vietnamese(), why.english());
  }

  /** With what was expected and what was found. */
  public static RefusalFault of(WireRefusal why, String detail) {
    return fault(why.code(), why.vietnamese() + technical(detail), why.english() + ": " + detail);
  }

  /** With what was expected and what was found, in both languages. */
  public static RefusalFault of(WireRefusal why, String vietnamese, String english) {
    return fault(why.code(), why.vietnamese() + ": " + vietnamese, why.english() + ": " + english);
  }

  /** With what was expected and what was found. */
  public static RefusalFault of(RejectionReason why, String detail) {
    return fault(why.code(), why.vietnamese() + technical(detail), why.english() + ": " + detail);
  }

  /** What was found is for whoever wrote the program; the reason before it is for everybody. */
  private static String technical(String detail) {
    return " (chi tiết kỹ thuật bằng tiếng Anh: " + detail + ")";
  }

  /**
   * Any outcome that is not an answer, also when the SOAP library has wrapped it on its way. What
   * is nobody's decision is logged here, once.
   */
  public static RefusalFault of(Throwable thrown) {
    var outcome = unwrapped(thrown);
    if (outcome instanceof RefusalFault fault) {
      return fault;
    }
    if (outcome instanceof DossierRejected rejected) {
      var fault = of(rejected.reason(), rejected.detail());
      rejected.refusal().ifPresent(fault.getFaultInfo()::setEvidence);
      return fault;
    }
    if (outcome instanceof DeliveryUnchanged unchanged) {
      return switch (unchanged.reason()) {
        case UNKNOWN_MESSAGE -> of(WireRefusal.UNKNOWN_MESSAGE);
        case NOT_GENUINE -> of(WireRefusal.RECEIPT_NOT_GENUINE, unchanged.getMessage());
        case ALREADY_DELIVERED -> of(WireRefusal.ALREADY_DELIVERED, unchanged.getMessage());
        case DELIVERY_ENDED -> of(WireRefusal.DELIVERY_ENDED, unchanged.getMessage());
      };
    }
    if (outcome instanceof TryAgainLater) {
      LOG.log(Level.WARNING, "Something is away, the sender shall come back", outcome);
      var fault = of(WireRefusal.TRY_AGAIN_LATER);
      fault.getFaultInfo().setRetryAfterSeconds(COME_BACK_AFTER);
      return fault;
    }
    LOG.log(Level.SEVERE, "A request failed by a fault of the hub", thrown);
    return of(WireRefusal.FAULT_OF_THE_HUB);
  }

  private static Throwable unwrapped(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusalFault
          || cause instanceof DossierRejected
          || cause instanceof DeliveryUnchanged
          || cause instanceof TryAgainLater) {
        return cause;
      }
    }
    return thrown;
  }

  /** Whether the same request can succeed later without being changed. */
  public static boolean isToBeRepeated(Refusal refusal) {
    return refusal.getCode().equals(WireRefusal.TRY_AGAIN_LATER.code())
        || refusal.getCode().equals(WireRefusal.FAULT_OF_THE_HUB.code());
  }

  private static RefusalFault fault(String code, String vietnamese, String english) {
    var refusal = new Refusal();
    refusal.setCode(code);
    refusal.setReasonVi(vietnamese);
    refusal.setReasonEn(english);
    return new RefusalFault(code + " " + english, refusal);
  }
}
