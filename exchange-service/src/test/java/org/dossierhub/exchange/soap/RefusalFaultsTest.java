package org.dossierhub.exchange.soap;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.xml.bind.UnmarshalException;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.apache.cxf.binding.soap.Soap11;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.io.CacheSizeExceededException;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.dossierhub.exchange.intake.DossierRejected;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.protocol.Refusal;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.work.TryAgainLater;
import org.junit.jupiter.api.Test;

class RefusalFaultsTest {

  @Test
  void a_refusal_of_the_intake_keeps_its_code_its_words_and_its_evidence() {
    var rejected =
        new DossierRejected(
            RejectionReason.MANIFEST_MISMATCH, "đơn.pdf", Optional.of(new byte[] {1, 2}));

    var refusal = RefusalFaults.refusal(new Fault(Refusals.of(rejected)));

    assertThat(refusal.getCode()).isEqualTo("MANIFEST_MISMATCH");
    assertThat(refusal.getReasonVi())
        .isEqualTo("Tệp nhận được không khớp bản kê (chi tiết kỹ thuật bằng tiếng Anh: đơn.pdf)");
    assertThat(refusal.getEvidence()).containsExactly(1, 2);
  }

  @Test
  void what_is_wrong_with_the_security_header_is_told_in_both_languages() {
    var wrong = outOfHeader(WSSecurityException.ErrorCode.FAILED_CHECK);
    var untrusted = outOfHeader(WSSecurityException.ErrorCode.FAILED_AUTHENTICATION);
    var missing = outOfHeader(WSSecurityException.ErrorCode.INVALID_SECURITY);
    var expired = outOfHeader(WSSecurityException.ErrorCode.MESSAGE_EXPIRED);

    assertThat(List.of(wrong, untrusted, missing, expired))
        .allSatisfy(refusal -> assertThat(refusal.getCode()).isEqualTo("NOT_AUTHENTICATED"));
    assertThat(wrong.getReasonEn()).contains("canonical form");
    assertThat(wrong.getReasonVi()).contains("chuẩn hóa");
    assertThat(untrusted.getReasonEn()).contains("not registered");
    assertThat(missing.getReasonEn()).contains("wsse:Security");
    assertThat(expired.getReasonEn()).contains("300 s").contains("clock");
    assertThat(expired.getReasonVi()).contains("300 giây").contains("đồng hồ");
  }

  private static Refusal outOfHeader(WSSecurityException.ErrorCode code) {
    var wrong = new WSSecurityException(code);
    return RefusalFaults.refusal(
        new SoapFault("inner words", wrong, Soap12.getInstance().getSender()));
  }

  @Test
  void what_cannot_be_read_is_malformed_and_says_nothing_of_the_parser() {
    assertThat(code(new Fault(new XMLStreamException("entity &x;")))).isEqualTo("MALFORMED");
    assertThat(code(new Fault(new UnmarshalException("at line 1")))).isEqualTo("MALFORMED");
    assertThat(code(new SoapFault("no such operation", Soap12.getInstance().getSender())))
        .isEqualTo("MALFORMED");
    assertThat(RefusalFaults.refusal(new Fault(new XMLStreamException("secret"))).getReasonEn())
        .doesNotContain("secret");
  }

  @Test
  void a_part_that_is_too_large_names_the_limit() {
    var refusal = RefusalFaults.refusal(new Fault(new CacheSizeExceededException()));

    assertThat(refusal.getCode()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(refusal.getReasonEn()).contains("1 GB");
  }

  @Test
  void a_delay_and_a_bug_are_the_hubs_own_and_say_so_to_the_machine() {
    var later = RefusalFaults.refusal(new Fault(Refusals.of(new TryAgainLater("database away"))));
    assertThat(later.getCode()).isEqualTo("TRY_AGAIN_LATER");
    assertThat(later.getRetryAfterSeconds()).isPositive();
    assertThat(later.getReasonEn()).doesNotContain("database");
    assertThat(fault(new Fault(Refusals.of(new TryAgainLater("x")))).getFaultCode())
        .isEqualTo(Soap12.getInstance().getReceiver());

    // as it comes out of an interceptor that looks the caller up while the database is away
    assertThat(code(new Fault(new TryAgainLater("x")))).isEqualTo("TRY_AGAIN_LATER");
    assertThat(code(new Fault(new IllegalStateException(new TryAgainLater("x")))))
        .isEqualTo("TRY_AGAIN_LATER");

    assertThat(code(new Fault(new NullPointerException("bug")))).isEqualTo("FAULT_OF_THE_HUB");
    assertThat(fault(new Fault(new NullPointerException("bug"))).getFaultCode())
        .isEqualTo(Soap12.getInstance().getReceiver());
  }

  @Test
  void the_fault_is_soap_12_with_the_refusal_as_detail_also_for_who_asked_in_soap_11() {
    var message =
        message(new Fault(Refusals.of(new DossierRejected(RejectionReason.ID_REUSED, "x"))));
    message.setVersion(Soap11.getInstance());

    new RefusalFaults().handleMessage(message);

    assertThat(message.getVersion()).isEqualTo(Soap12.getInstance());
    var fault = (SoapFault) message.getContent(Exception.class);
    assertThat(fault.getFaultCode()).isEqualTo(Soap12.getInstance().getSender());
    assertThat(fault.getDetail().getFirstChild().getNamespaceURI())
        .isEqualTo("urn:dossierhub:exchange:1");
    assertThat(fault.getDetail().getTextContent()).contains("ID_REUSED");
  }

  private static String code(Exception outcome) {
    return RefusalFaults.refusal(outcome).getCode();
  }

  private static SoapFault fault(Exception outcome) {
    var message = message(outcome);
    new RefusalFaults().handleMessage(message);
    return (SoapFault) message.getContent(Exception.class);
  }

  private static SoapMessage message(Exception outcome) {
    var message = new SoapMessage(Soap12.getInstance());
    message.setContent(Exception.class, outcome);
    return message;
  }
}
