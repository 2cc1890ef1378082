package org.dossierhub.signing.pdf;

/** A file or a certificate that is refused before anything is signed; the reason is for people. */
public final class CannotSign extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  CannotSign(Reason reason, String detail) {
    super(reason + ": " + detail);
    this.reason = reason;
  }

  CannotSign(Reason reason, String detail, Throwable cause) {
    super(reason + ": " + detail, cause);
    this.reason = reason;
  }

  /** Why, as a stable name. */
  public Reason reason() {
    return reason;
  }

  /** The grounds of refusal, with the sentence shown to the official. */
  public enum Reason {
    NOT_A_PDF("Tệp không phải là PDF đọc được", "The file is not a readable PDF"),
    ENCRYPTED("Tệp PDF có mật khẩu hoặc bị mã hóa", "The PDF is encrypted"),
    ALREADY_SIGNED("Tệp đã có chữ ký", "The file is signed already"),
    NOT_SIGNED("Tệp chưa có chữ ký", "The file is not signed"),
    ACTIVE_CONTENT(
        "Tệp PDF chứa mã lệnh, hành động tự chạy hoặc biểu mẫu động",
        "The PDF has scripts, launch actions or a dynamic form"),
    ALREADY_RESERVED(
        "Tệp đã được dành sẵn vị trí cho số, ngày, chữ ký và con dấu",
        "The places for number, date, signature and seal are reserved already"),
    PLACE_OUTSIDE_PAGE(
        "Vị trí dành cho số, ngày, chữ ký hoặc con dấu nằm ngoài trang hoặc trang bị xoay",
        "A place for number, date, signature or seal is not on an upright page"),
    CLOSED(
        "Chữ ký trước không cho phép ký thêm", "An earlier signature does not permit another one"),
    FIELDS_MISSING(
        "Tệp không có các vị trí dành sẵn cho số, ngày, chữ ký và con dấu",
        "The places for number, date, signature and seal are not reserved in the file"),
    OUT_OF_ORDER(
        "Chưa đúng thứ tự: lãnh đạo ký, văn thư ghi số và ngày, rồi đóng dấu",
        "Out of order: first the leader signs, then number and date are filled in, then the seal"),
    IMAGE_UNUSABLE(
        "Hình chữ ký hoặc con dấu không phải PNG hợp lệ hoặc quá lớn",
        "The image of the signature or seal is not a PNG or too large"),
    CERTIFICATE_NOT_IN_FORCE(
        "Chứng thư số chưa có hiệu lực hoặc đã hết hạn",
        "The certificate is not yet or no longer in force"),
    CERTIFICATE_NOT_FOR_SIGNING(
        "Chứng thư số không dùng để ký", "The certificate is not meant for signing"),
    WEAK_KEY("Khóa ký yếu hơn mức cho phép", "The key is weaker than allowed"),
    WRONG_SIGNATURE_VALUE(
        "Giá trị chữ ký không khớp với tài liệu và chứng thư số",
        "The signature value does not fit the document and the certificate");

    private final String textVi;
    private final String textEn;

    Reason(String textVi, String textEn) {
      this.textVi = textVi;
      this.textEn = textEn;
    }

    /** One sentence in Vietnamese. */
    public String textVi() {
      return textVi;
    }

    /** One sentence in English. */
    public String textEn() {
      return textEn;
    }
  }
}
