package org.dossierhub.exchange.intake;

/**
 * Why the hub refuses a message: the name is the code on the wire (docs/protocol/README.md), with
 * its text in both languages.
 */
public enum RejectionReason {
  UNKNOWN_SENDER(
      "Bên gửi chưa được đăng ký hoặc đã ngừng hoạt động trên hệ thống",
      "The sender is not registered with this hub, or is closed"),
  NOT_AUTHENTICATED(
      "Danh tính của kết nối không thuộc cơ quan đã ký bản kê",
      "The identity of the connection does not belong to the agency that signed the manifest"),
  CERTIFICATE_NOT_VALID(
      "Chứng thư số của bên gửi chưa có hiệu lực, đã hết hạn hoặc đã thôi đăng ký",
      "The sender's certificate is not yet valid, has expired or was withdrawn"),
  CERTIFICATE_REVOKED(
      "Chứng thư số của bên gửi đã bị thu hồi", "The sender's certificate is revoked"),
  UNKNOWN_RECIPIENT(
      "Không có cơ quan nhận này hoặc cơ quan đã ngừng hoạt động",
      "There is no such recipient, or it is closed"),
  RECIPIENT_REPLACED(
      "Cơ quan nhận đã kết thúc hoạt động; hãy gửi tới cơ quan kế thừa",
      "The recipient has ended; send to the agency that took over from it"),
  NO_AGREEMENT(
      "Chưa có thỏa thuận trao đổi còn hiệu lực cho thủ tục này giữa hai cơ quan",
      "No exchange agreement between the two agencies covers this procedure today"),
  ID_REUSED(
      "Mã thông điệp đã được dùng cho một nội dung khác",
      "The message id was used before with other content"),
  SEAL_BROKEN("Chữ ký số trên bản kê không hợp lệ", "The signature of the manifest does not hold"),
  MALFORMED("Bản kê không đúng định dạng quy định", "The manifest does not follow its schema"),
  MANIFEST_MISMATCH(
      "Tệp nhận được không khớp bản kê", "The parts received are not those of the manifest"),
  LIMIT_EXCEEDED("Thông điệp vượt giới hạn cho phép", "The message exceeds a limit"),
  CLASSIFIED(
      "Hệ thống không tiếp nhận tài liệu bí mật nhà nước",
      "State secrets are not accepted by this hub"),
  DOSSIER_CODE_MISSING(
      "Hồ sơ gửi đến cơ quan này phải có mã hồ sơ",
      "A dossier for this recipient needs a dossier code"),
  DOSSIER_OF_OTHERS(
      "Mã hồ sơ thuộc về một bên gửi hoặc cơ quan khác",
      "The dossier code belongs to another sender or agency"),
  DOSSIER_CLOSED(
      "Hồ sơ đã kết thúc, không nhận bổ sung", "The dossier is finished and takes no supplement"),
  UNKNOWN_DOSSIER("Không có hồ sơ này", "There is no such dossier");

  private final String vietnamese;
  private final String english;

  RejectionReason(String vietnamese, String english) {
    this.vietnamese = vietnamese;
    this.english = english;
  }

  /** The code on the wire; never given another meaning. */
  public String code() {
    return name();
  }

  public String vietnamese() {
    return vietnamese;
  }

  public String english() {
    return english;
  }
}
