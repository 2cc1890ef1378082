package org.dossierhub.exchange.protocol;

/**
 * Refusals that belong to the wire and not to the message inside; the name is the code, like that
 * of {@link org.dossierhub.exchange.intake.RejectionReason}. The table is in
 * docs/protocol/README.md.
 */
public enum WireRefusal {
  NOT_AUTHENTICATED("Không xác thực được bên gọi", "The caller could not be authenticated"),
  MALFORMED("Thông điệp không đúng định dạng", "The request is malformed"),
  NOT_OFFERED(
      "Chức năng này không được cung cấp trên kênh này",
      "This operation is not offered on this channel"),
  UNKNOWN_MESSAGE("Không có thông điệp này", "There is no such message"),
  RECEIPT_NOT_GENUINE(
      "Giấy báo nhận hoặc văn bản thu hồi không được ký bằng chứng thư đã đăng ký của cơ quan",
      "The receipt or withdrawal is not signed with a certificate registered for the agency"),
  ALREADY_DELIVERED("Thông điệp đã được giao", "The message is delivered"),
  DELIVERY_ENDED(
      "Việc giao thông điệp đã kết thúc: bên nhận từ chối hoặc quá hạn",
      "The delivery has ended: refused by the recipient, or expired"),
  UNKNOWN_RESULT("Không có kết quả này", "There is no such result"),
  UNKNOWN_PART("Không có tệp này", "There is no such part"),
  TRY_AGAIN_LATER(
      "Hệ thống tạm thời chưa xử lý được, đề nghị gửi lại sau",
      "Nothing was decided; send the same again later"),
  FAULT_OF_THE_HUB(
      "Lỗi của hệ thống, quản trị viên đã được báo",
      "A fault of the hub; the operator has been told");

  private final String vietnamese;
  private final String english;

  WireRefusal(String vietnamese, String english) {
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
