package org.dossierhub.exchange.soap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.dossierhub.exchange.protocol.Acknowledge;
import org.dossierhub.exchange.protocol.AcknowledgeResponse;
import org.dossierhub.exchange.protocol.Caller;
import org.dossierhub.exchange.protocol.Exchange;
import org.dossierhub.exchange.protocol.Fetch;
import org.dossierhub.exchange.protocol.FetchEvidence;
import org.dossierhub.exchange.protocol.FetchEvidenceResponse;
import org.dossierhub.exchange.protocol.FetchPart;
import org.dossierhub.exchange.protocol.FetchPartResponse;
import org.dossierhub.exchange.protocol.FetchResponse;
import org.dossierhub.exchange.protocol.FetchResult;
import org.dossierhub.exchange.protocol.FetchResultResponse;
import org.dossierhub.exchange.protocol.HandOutWaiting;
import org.dossierhub.exchange.protocol.HandOverEvidence;
import org.dossierhub.exchange.protocol.HandOverPart;
import org.dossierhub.exchange.protocol.HandOverResult;
import org.dossierhub.exchange.protocol.Receipt;
import org.dossierhub.exchange.protocol.ReceiptResponse;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.RepeatReceipt;
import org.dossierhub.exchange.protocol.Status;
import org.dossierhub.exchange.protocol.StatusResponse;
import org.dossierhub.exchange.protocol.Submit;
import org.dossierhub.exchange.protocol.SubmitResponse;
import org.dossierhub.exchange.protocol.TakeAcknowledgement;
import org.dossierhub.exchange.protocol.TakeMessage;
import org.dossierhub.exchange.protocol.TakeWithdrawal;
import org.dossierhub.exchange.protocol.TellStatus;
import org.dossierhub.exchange.protocol.TellVerdict;
import org.dossierhub.exchange.protocol.Verify;
import org.dossierhub.exchange.protocol.VerifyResponse;
import org.dossierhub.exchange.protocol.Withdraw;
import org.dossierhub.exchange.protocol.WithdrawResponse;

/**
 * The operations of the contract over SOAP. {@code @WebService} stands only on the interface, or
 * the server's own JAX-WS would publish this class a second time, without any of the gates.
 */
@ApplicationScoped
public class ExchangeEndpoint implements Exchange {
  private TakeMessage take;
  private RepeatReceipt repeat;
  private TellStatus tell;
  private HandOverResult result;
  private HandOverPart part;
  private TellVerdict verdict;
  private HandOutWaiting waiting;
  private TakeAcknowledgement acknowledgement;
  private TakeWithdrawal withdrawal;
  private HandOverEvidence evidence;

  /** For the container's proxy. */
  protected ExchangeEndpoint() {}

  @Inject
  ExchangeEndpoint(
      TakeMessage take,
      RepeatReceipt repeat,
      TellStatus tell,
      HandOverResult result,
      HandOverPart part,
      TellVerdict verdict,
      HandOutWaiting waiting,
      TakeAcknowledgement acknowledgement,
      TakeWithdrawal withdrawal,
      HandOverEvidence evidence) {
    this.take = take;
    this.repeat = repeat;
    this.tell = tell;
    this.result = result;
    this.part = part;
    this.verdict = verdict;
    this.waiting = waiting;
    this.acknowledgement = acknowledgement;
    this.withdrawal = withdrawal;
    this.evidence = evidence;
  }

  @Override
  public SubmitResponse submit(Submit question) throws RefusalFault {
    return take.take(caller(), question);
  }

  @Override
  public ReceiptResponse receipt(Receipt question) throws RefusalFault {
    return repeat.answer(caller(), question);
  }

  @Override
  public StatusResponse status(Status question) throws RefusalFault {
    return tell.answer(caller(), question);
  }

  @Override
  public FetchResultResponse fetchResult(FetchResult question) throws RefusalFault {
    return result.answer(caller(), question);
  }

  @Override
  public FetchPartResponse fetchPart(FetchPart question) throws RefusalFault {
    return part.answer(caller(), question);
  }

  @Override
  public VerifyResponse verify(Verify question) throws RefusalFault {
    return verdict.answer(caller(), question);
  }

  @Override
  public FetchResponse fetch(Fetch question) throws RefusalFault {
    return waiting.answer(caller(), question);
  }

  @Override
  public AcknowledgeResponse acknowledge(Acknowledge question) throws RefusalFault {
    return acknowledgement.answer(caller(), question);
  }

  @Override
  public WithdrawResponse withdraw(Withdraw question) throws RefusalFault {
    return withdrawal.answer(caller(), question);
  }

  @Override
  public FetchEvidenceResponse fetchEvidence(FetchEvidence question) throws RefusalFault {
    return evidence.answer(caller(), question);
  }

  private static Caller caller() {
    Message message = PhaseInterceptorChain.getCurrentMessage();
    var caller = message.get(Caller.class);
    if (caller == null) {
      throw new IllegalStateException("A request came past OneAgency");
    }
    return caller;
  }
}
