package org.dossierhub.exchange.dossier;

/**
 * The ten national dossier statuses (TrangThaiHoSo); which may follow which is dated data: {@link
 * Transitions}.
 */
public enum BusinessState {
  NEWLY_SUBMITTED(1, "Mới đăng ký", "Newly submitted"),
  ACCEPTED(2, "Được tiếp nhận", "Accepted"),
  NOT_ACCEPTED(3, "Không được tiếp nhận", "Not accepted"),
  IN_PROGRESS(4, "Đang xử lý", "In progress"),
  SUPPLEMENT_REQUESTED(5, "Yêu cầu bổ sung giấy tờ", "Supplement requested"),
  PAYMENT_REQUESTED(6, "Yêu cầu thực hiện nghĩa vụ tài chính", "Payment requested"),
  WITHDRAWN(7, "Công dân yêu cầu rút hồ sơ", "Withdrawn by the citizen"),
  STOPPED(8, "Dừng xử lý", "Stopped"),
  DONE(9, "Đã xử lý xong", "Done"),
  RETURNED(10, "Đã trả kết quả", "Result returned");

  private final int code;
  private final String vietnamese;
  private final String english;

  BusinessState(int code, String vietnamese, String english) {
    this.code = code;
    this.vietnamese = vietnamese;
    this.english = english;
  }

  public static BusinessState of(int code) {
    for (var state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("Not a dossier status (1 to 10): " + code);
  }

  public int code() {
    return code;
  }

  public String vietnamese() {
    return vietnamese;
  }

  public String english() {
    return english;
  }

  /** Nothing follows; a correction is a compensating event. */
  public boolean isFinal() {
    return this == NOT_ACCEPTED || this == WITHDRAWN || this == RETURNED;
  }

  /** The time allowed for the procedure does not run. */
  public boolean clockStops() {
    return this == SUPPLEMENT_REQUESTED || this == PAYMENT_REQUESTED || this == STOPPED;
  }
}
