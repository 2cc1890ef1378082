package org.dossierhub.signing.verification;

/**
 * In which capacity somebody signed, told from the hierarchy the certificate belongs to and from
 * the form of its subject; never from text on the page.
 */
public enum SignerRole {
  LEADER("người có thẩm quyền", "official"),
  AGENCY("cơ quan, tổ chức", "agency"),
  COPY("cơ quan sao", "agency certifying a copy"),
  CITIZEN("cá nhân", "person"),
  COMPANY("doanh nghiệp, tổ chức", "company or organisation"),
  SYSTEM("hệ thống thông tin", "information system"),
  UNKNOWN("không xác định", "unknown");

  private final String vietnamese;
  private final String english;

  SignerRole(String vietnamese, String english) {
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
