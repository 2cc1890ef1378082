package org.dossierhub.exchange.soap;

import org.apache.wss4j.common.ext.WSSecurityException;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.WireRefusal;

/**
 * What can be wrong with the WS-Security header of an envelope, in words for whoever writes the
 * program that made it. Told to callers only whose certificate of TLS is registered: strangers get
 * no further than the handshake.
 */
enum EnvelopeFlaw {
  HEADER(
      "tiêu đề wsse:Security thiếu, không đọc được, thiếu wsu:Timestamp (có wsu:Expires) hoặc chữ ký, hoặc dùng thuật toán ngoài giao ước",
      "the header wsse:Security is missing, unreadable, without wsu:Timestamp (with wsu:Expires) or signature, or uses an algorithm that is not in the contract"),
  TIME(
      "wsu:Timestamp phải được lập trong %1$d giây vừa qua và không quá %2$d giây sau giờ của hệ thống; kiểm tra đồng hồ bên gửi",
      "the time-stamp of the envelope has to be of the last %1$d s and at most %2$d s ahead; compare the sender's clock"),
  SIGNATURE(
      "giá trị chữ ký hoặc mã băm không khớp: nội dung bị đổi sau khi ký, hoặc được chuẩn hóa theo cách khác",
      "the signature value or a digest does not match: something was changed after signing, or brought into another canonical form"),
  SIGNER(
      "chứng thư ký phong bì không phải chứng thư đang đăng ký của một cơ quan",
      "the envelope is signed with a certificate that is not registered for any agency now"),
  OTHER_PARTS(
      "chữ ký phải phủ đúng hai phần tử: wsu:Timestamp và soap:Body, mỗi phần tử một lần, ở đúng chỗ",
      "the signature has to cover exactly two elements, wsu:Timestamp and soap:Body, each once and in its place"),
  OTHER_AGENCY(
      "phong bì do một cơ quan khác ký, không phải cơ quan của chứng thư TLS",
      "the envelope is signed by another agency than the one of the TLS certificate"),
  SEEN_BEFORE(
      "phong bì này đã đến trước đó; gửi lại thì phải ký phong bì mới",
      "this envelope was here before; sending again takes an envelope signed anew");

  private final String vietnamese;
  private final String english;

  EnvelopeFlaw(String vietnamese, String english) {
    this.vietnamese =
        vietnamese.formatted(WireSecurity.LIFETIME_SECONDS, WireSecurity.AHEAD_SECONDS);
    this.english = english.formatted(WireSecurity.LIFETIME_SECONDS, WireSecurity.AHEAD_SECONDS);
  }

  static EnvelopeFlaw of(WSSecurityException found) {
    return switch (found.getErrorCode()) {
      case MESSAGE_EXPIRED -> TIME;
      case FAILED_CHECK, FAILED_SIGNATURE -> SIGNATURE;
      case FAILED_AUTHENTICATION -> SIGNER;
      default -> HEADER;
    };
  }

  RefusalFault refusal() {
    return Refusals.of(WireRefusal.NOT_AUTHENTICATED, vietnamese, english);
  }
}
