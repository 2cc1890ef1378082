package org.dossierhub.exchange.staff;

/** Something about an account was not taken over; the reason is told to whoever asked for it. */
public final class AccountRefused extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why; the name is the code on the wire, the texts are what people read. */
  public enum Reason {
    PASSWORD_LENGTH(
        "Mật khẩu phải có từ 12 đến 128 ký tự.", "A password has 12 to 128 characters."),
    PASSWORD_GUESSABLE(
        "Mật khẩu quá dễ đoán: không được chứa tên đăng nhập và phải có ít nhất 5 ký tự khác nhau.",
        "The password is too easy to guess: it must not contain the user name and needs at least 5 different characters."),
    PASSWORD_WRONG("Mật khẩu hiện tại không đúng.", "The current password is not right."),
    CODE_WRONG(
        "Mã xác thực không đúng hoặc đã hết hạn. Hãy kiểm tra đồng hồ của điện thoại rồi nhập mã mới.",
        "The one-time code is not right or has expired. Check the clock of the phone and enter a new code."),
    USERNAME_TAKEN("Tên đăng nhập này đã có người dùng.", "This user name is taken."),
    NOT_A_USERNAME(
        "Tên đăng nhập gồm 3 đến 40 ký tự: chữ thường không dấu, số, dấu chấm, gạch ngang, gạch dưới.",
        "A user name has 3 to 40 characters: a–z, digits, dot, dash, underscore."),
    NOT_A_NAME("Họ tên phải có từ 1 đến 120 ký tự.", "A full name has 1 to 120 characters."),
    NOT_YOURS(
        "Bạn không quản trị tài khoản của cơ quan này.",
        "You do not administer the accounts of this agency."),
    NO_ROLE("Tài khoản phải có ít nhất một vai trò.", "An account needs at least one role."),
    NOT_AN_AGENCY("Không có cơ quan với mã này.", "There is no agency with this code."),
    NOT_A_CERTIFICATE(
        "Không đọc được chứng thư số. Cần một tệp PEM có đúng một chứng thư của người ký ở đầu tệp.",
        "The certificate cannot be read. A PEM file is needed whose first certificate is the signer's."),
    CERTIFICATE_NOT_IN_FORCE("Chứng thư số đã hết hạn.", "The certificate has expired."),
    NOT_AN_IMAGE(
        "Ảnh phải là tệp PNG, tối đa 512 KiB và 2000 × 2000 điểm ảnh.",
        "The image must be a PNG of at most 512 KiB and 2000 × 2000 pixels."),
    LAST_ADMINISTRATOR(
        "Không thể khóa hoặc bỏ quyền quản trị viên cuối cùng của hệ thống.",
        "The last administrator of the hub cannot be blocked or demoted.");

    private final String vietnamese;
    private final String english;

    Reason(String vietnamese, String english) {
      this.vietnamese = vietnamese;
      this.english = english;
    }

    public String vietnamese() {
      return vietnamese;
    }

    public String english() {
      return english;
    }
  }

  private final Reason reason;

  public AccountRefused(Reason reason) {
    super(reason.name() + ": " + reason.english());
    this.reason = reason;
  }

  public AccountRefused(Reason reason, Throwable cause) {
    super(reason.name() + ": " + reason.english(), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
