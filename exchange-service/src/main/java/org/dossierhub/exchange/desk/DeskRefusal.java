package org.dossierhub.exchange.desk;

/** Every reason for which the desk says no, with its wire code and what the person reads. */
public enum DeskRefusal {
  UNKNOWN_DOSSIER(
      Kind.UNKNOWN, "Cơ quan của bạn không có hồ sơ này.", "Your agency has no such dossier."),
  UNKNOWN_RESULT(
      Kind.UNKNOWN, "Cơ quan của bạn không có kết quả này.", "Your agency has no such result."),
  ROLE_MISSING(
      Kind.FORBIDDEN,
      "Tài khoản của bạn không có vai trò cần cho việc này.",
      "Your account lacks the role this needs."),
  WRONG_STATE(
      Kind.CONFLICT,
      "Kết quả không ở bước cho phép việc này.",
      "The result is not at the step that allows this."),
  DOSSIER_NOT_IN_PROCESS(
      Kind.CONFLICT,
      "Hồ sơ không ở trạng thái «Đang xử lý».",
      "The dossier is not in the state \"Đang xử lý\" (4)."),
  DRAFT_UNUSABLE(
      Kind.INVALID,
      "Dự thảo không dùng được: cần tệp PDF chưa ký, không mã hóa, có chỗ cho số, ngày, chữ ký và dấu.",
      "The draft cannot be used: it must be an unsigned, unencrypted PDF with room for number, date,"
          + " signature and seal."),
  PLACE_COVERED(
      Kind.INVALID,
      "Dự thảo có nội dung ở chỗ dành cho số, ngày hoặc chữ ký; nội dung đó sẽ bị che, nên kết quả không"
          + " đóng dấu được. Hãy để trống các chỗ này rồi tải lên lại.",
      "The draft shows something where number, date or signature go; it would be covered and the result"
          + " could not be sealed. Leave these places empty and upload again."),
  TITLE_UNUSABLE(
      Kind.INVALID,
      "Tiêu đề kết quả phải có từ 1 đến 500 ký tự.",
      "The title of a result has 1 to 500 characters."),
  SYMBOL_UNUSABLE(
      Kind.INVALID,
      "Ký hiệu văn bản không đúng dạng, ví dụ đúng: QĐ-SXD.",
      "This is not a document symbol; QĐ-SXD would be one."),
  UNKNOWN_RECIPIENT(
      Kind.INVALID,
      "Nơi nhận không có trong danh mục cơ quan đang hoạt động.",
      "A recipient is not in the register of open agencies."),
  TOO_LARGE(Kind.TOO_LARGE, "Tệp vượt giới hạn cho phép.", "The file exceeds the limit."),
  NO_CERTIFICATE(
      Kind.CONFLICT,
      "Tài khoản của bạn chưa đăng ký chứng thư chữ ký số.",
      "No signing certificate is registered for your account."),
  SESSION_UNKNOWN(Kind.UNKNOWN, "Phiên ký không tồn tại.", "There is no such signing session."),
  SESSION_EXPIRED(
      Kind.GONE,
      "Phiên ký đã hết hạn; hãy mở phiên mới.",
      "The signing session has expired; open a new one."),
  SESSION_USED(
      Kind.GONE,
      "Phiên ký đã được dùng; mỗi phiên chỉ ký một lần.",
      "The signing session was used; each one signs once."),
  SESSION_NOT_SERVED(
      Kind.CONFLICT,
      "Tài liệu của phiên ký chưa được tải về, nên không thể đã được ký.",
      "The document of the session was never fetched, so it cannot have been signed."),
  REVISION_PASSED(
      Kind.CONFLICT,
      "Kết quả đã thay đổi từ khi mở phiên ký.",
      "The result has moved on since the session was opened."),
  OTHER_REVISION(
      Kind.INVALID,
      "Tệp gửi lên không nối tiếp đúng từng byte bản đã giao để ký.",
      "The upload does not extend, byte for byte, the revision that was served."),
  NOTHING_SIGNED(
      Kind.INVALID,
      "Tệp gửi lên không có thêm chữ ký nào.",
      "The upload carries no new signature."),
  SEVERAL_SIGNATURES(
      Kind.INVALID,
      "Tệp gửi lên có thêm nhiều hơn một chữ ký.",
      "The upload carries more than one new signature."),
  MORE_THAN_A_SIGNATURE(
      Kind.INVALID,
      "Ngoài chữ ký, tệp gửi lên còn có thay đổi khác.",
      "The upload changes more than a signature does."),
  OTHER_CERTIFICATE(
      Kind.INVALID,
      "Chữ ký không được tạo bằng chứng thư đã đăng ký cho người ký.",
      "The signature was not made with a certificate registered for this signer."),
  SIGNATURE_BROKEN(
      Kind.INVALID,
      "Chữ ký không đúng: giá trị chữ ký không khớp nội dung.",
      "The signature is not intact: its value does not match the content."),
  CERTIFICATE_NOT_VALID(
      Kind.INVALID,
      "Chứng thư của người ký không có hiệu lực lúc này.",
      "The signer's certificate is not valid at this moment."),
  CERTIFICATE_STATUS_UNKNOWN(
      Kind.LATER,
      "Chưa kiểm tra được tình trạng thu hồi của chứng thư; hãy gửi lại sau ít phút.",
      "The revocation status of the certificate cannot be had now; send again in a few minutes."),
  NOT_EXAMINED(
      Kind.LATER,
      "Hệ thống đang bận nên chưa kiểm tra xong tệp; chưa có gì thay đổi, hãy thử lại sau ít phút.",
      "The hub is busy and has not examined the file; nothing was changed, try again in a few minutes."),
  WRONG_PROTECTION(
      Kind.INVALID,
      "Chữ ký không khóa nội dung theo quy định của bước này.",
      "The signature does not lock the content as this step demands."),
  DATE_NOT_ALLOWED(
      Kind.INVALID,
      "Ngày ban hành phải từ ngày lãnh đạo ký đến hôm nay và không trước ngày của số đã cấp gần nhất.",
      "The date of issue must lie between the leader's signature and today, and not before the date of"
          + " the last number given."),
  NUMBER_NOT_FILLED(
      Kind.CONFLICT,
      "Không điền được số và ngày vào văn bản đã ký.",
      "Number and date cannot be filled into the signed document."),
  DOSSIER_CANNOT_MOVE(
      Kind.CONFLICT,
      "Hồ sơ không chuyển được sang «Đã xử lý xong».",
      "The dossier cannot move to \"Đã xử lý xong\" (9)."),
  NOT_STAMPED(
      Kind.CONFLICT,
      "Kết quả chưa có dấu thời gian nên chưa được phát hành.",
      "The result has no time-stamp yet and cannot be published."),
  NOT_VALID(
      Kind.CONFLICT,
      "Kiểm tra toàn bộ kết quả không cho «hợp lệ», nên không phát hành.",
      "Verification of the whole result does not say \"hợp lệ\"; it is not published."),
  REASON_MISSING(
      Kind.INVALID,
      "Cần nêu lý do, từ 10 đến 1000 ký tự.",
      "A reason of 10 to 1000 characters is needed."),
  SUCCESSOR_UNUSABLE(
      Kind.INVALID,
      "Kết quả thay thế phải là kết quả khác của cùng hồ sơ và đã phát hành.",
      "The successor must be another, published result of the same dossier.");

  /** What sort of refusal it is; an adapter chooses its status from it. */
  public enum Kind {
    UNKNOWN,
    FORBIDDEN,
    INVALID,
    CONFLICT,
    GONE,
    TOO_LARGE,
    LATER
  }

  private final Kind kind;
  private final String textVi;
  private final String textEn;

  DeskRefusal(Kind kind, String textVi, String textEn) {
    this.kind = kind;
    this.textVi = textVi;
    this.textEn = textEn;
  }

  public Kind kind() {
    return kind;
  }

  /** The code on the wire: the constant's name. */
  public String code() {
    return name();
  }

  public String textVi() {
    return textVi;
  }

  public String textEn() {
    return textEn;
  }
}
