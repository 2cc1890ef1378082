package org.dossierhub.exchange.protocol;

/**
 * Refusals that belong to the wire and not to the message inside; they continue the numbers of
 * {@link org.dossierhub.exchange.intake.RejectionReason}. The table is in docs/protocol/README.md.
 */
public enum WireRefusal {
  NOT_AUTHENTICATED(
      "DH-001", "Không xác thực được bên gọi", "The caller could not be authenticated"),
  MALFORMED("DH-002", "Thông điệp không đúng định dạng", "The request is malformed"),
  NOT_OFFERED(
      "DH-003",
      "Chức năng này không được cung cấp trên kênh này",
      "This operation is not offered on this channel"),
  UNKNOWN_MESSAGE("DH-601", "Không có thông điệp này", "There is no such message"),
  UNKNOWN_RESULT("DH-602", "Không có kết quả này", "There is no such result"),
  UNKNOWN_PART("DH-603", "Không có tệp này", "There is no such part"),
  TRY_AGAIN_LATER(
      "DH-901",
      "Hệ thống tạm thời chưa xử lý được, đề nghị gửi lại sau",
      "Nothing was decided; send the same again later"),
  FAULT_OF_THE_HUB(
      "DH-902",
      "Lỗi của hệ thống, quản trị viên đã được báo",
      "A fault of the hub; the operator has been told");

  private final String code;
  private final String vietnamese;
  private final String english;

  WireRefusal(String code, String vietnamese, String english) {
    this.code = code;
    this.vietnamese = vietnamese;
    this.english = english;
  }

  /** The code on the wire; never reused for another meaning. */
  public String code() {
    return code;
  }

  public String vietnamese() {
    return vietnamese;
  }

  public String english() {
    return english;
  }
}
