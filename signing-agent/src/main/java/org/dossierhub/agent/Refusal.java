package org.dossierhub.agent;

/** Why the agent did not sign, or did not even listen: wire code and what the official reads. */
enum Refusal {
  ORIGIN_NOT_ALLOWED(
      "Trang web này không được phép gọi phần mềm ký.",
      "This web page may not call the signing agent."),
  HOST_NOT_ALLOWED(
      "Yêu cầu không được gửi tới địa chỉ của phần mềm ký trên máy này.",
      "The request does not name the agent's address on this computer."),
  NOT_FOUND("Không có chức năng này.", "There is no such function."),
  BAD_REQUEST("Yêu cầu không đúng mẫu.", "The request is not well-formed."),
  TOO_LARGE("Yêu cầu quá lớn.", "The request is too large."),
  NOT_PAIRED(
      "Trình duyệt này chưa được ghép nối với phần mềm ký; hãy ghép nối bằng mã.",
      "This browser is not paired with the signing agent; pair it with the code."),
  BUSY(
      "Phần mềm ký đang chờ bạn hoàn tất một tài liệu khác.",
      "The signing agent is waiting for you to finish another document."),
  PAIRING_CODE_SHOWN(
      "Phần mềm ký vừa hiện mã ghép nối; hãy nhập mã đó.",
      "The signing agent now shows a pairing code; enter that code."),
  PAIRING_CODE_WRONG("Mã ghép nối không đúng.", "The pairing code is wrong."),
  PAIRING_CODE_VOID(
      "Mã ghép nối đã bị hủy sau năm lần nhập sai; hãy yêu cầu mã mới.",
      "The pairing code is void after five wrong tries; ask for a new one."),
  PAIRING_TOO_OFTEN(
      "Đã hiện quá nhiều mã ghép nối trong một giờ; hãy thử lại sau hoặc khởi động lại phần mềm ký.",
      "Too many pairing codes within an hour; try later or start the agent again."),
  OTHER_HUB(
      "Địa chỉ máy chủ không thuộc trang web đã yêu cầu.",
      "The hub's address does not belong to the page that asked."),
  HUB_UNREACHABLE("Không kết nối được với máy chủ.", "The hub cannot be reached."),
  HUB_ANSWER_UNUSABLE(
      "Trả lời của máy chủ không đúng mẫu.", "The hub's answer does not follow the contract."),
  SESSION_EXPIRED("Phiên ký đã hết hạn.", "The signing session has expired."),
  DIGEST_DIFFERS(
      "Tài liệu tải về không đúng với tài liệu của phiên ký; không ký.",
      "The fetched document is not the one of the signing session; nothing was signed."),
  DOCUMENT_UNREADABLE(
      "Tài liệu không phải là PDF đọc được hoặc số trang không đúng; không ký.",
      "The document is no readable PDF or has another number of pages; nothing was signed."),
  TOKEN_NOT_FOUND(
      "Không thấy thiết bị ký số (USB token) có chứng thư số đã đăng ký cho bạn. Hãy cắm thiết bị rồi thử lại.",
      "No token with a certificate registered for you is plugged in. Plug it in and try again."),
  TOKEN_LOCKED(
      "Thiết bị ký số đã bị khóa vì nhập sai mã PIN; hãy liên hệ nơi cấp thiết bị.",
      "The token is locked after wrong PINs; ask its issuer."),
  TOKEN_FAILED("Thiết bị ký số không ký được.", "The token does not sign."),
  PIN_INCORRECT("Mã PIN không đúng. Chưa ký gì.", "The PIN is wrong. Nothing was signed."),
  PIN_COUNT_LOW(
      "Mã PIN không đúng. Thiết bị ký số sẽ bị khóa sau một vài lần sai nữa.",
      "The PIN is wrong. A few more wrong ones lock the token."),
  PIN_FINAL_TRY(
      "Mã PIN không đúng. CHỈ CÒN MỘT LẦN THỬ: sai nữa thì thiết bị ký số bị khóa.",
      "The PIN is wrong. ONE TRY IS LEFT: another wrong one locks the token."),
  PIN_LOCKED(
      "Mã PIN không đúng và thiết bị ký số đã bị khóa.",
      "The PIN is wrong and the token is locked now."),
  UPLOAD_UNCERTAIN(
      "Đã ký nhưng không rõ máy chủ đã nhận hay chưa; hãy tải lại trang để xem trạng thái.",
      "Signed, but it is not known whether the hub has received it; reload the page to see its state."),
  DECLINED("Bạn đã không đồng ý ký.", "You have declined to sign."),
  FAILED("Phần mềm ký gặp lỗi; xem nhật ký của phần mềm.", "The agent failed; its log says why.");

  private final String textVi;
  private final String textEn;

  Refusal(String textVi, String textEn) {
    this.textVi = textVi;
    this.textEn = textEn;
  }

  String textVi() {
    return textVi;
  }

  String textEn() {
    return textEn;
  }
}
