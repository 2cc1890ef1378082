package org.dossierhub.signing.verification;

/**
 * The rules a signature is judged by. Each is a dated, readable policy file of the product beside
 * this class; none is a default of a library.
 */
public enum PolicyProfile {
  /**
   * Documents of state agencies: Thông tư 15/2025/TT-BKHCN, anchors of the government hierarchy
   * first.
   */
  VN_GOV_2025("VN-GOV-2025"),
  /**
   * Documents of citizens and companies: Thông tư 15/2025/TT-BKHCN, anchors of the public hierarchy
   * first.
   */
  VN_PUBLIC_2025("VN-PUBLIC-2025"),
  /**
   * Reading of old signatures (SHA-1, RSA-1024): never more than chưa đủ căn cứ without a
   * time-stamp from their time.
   */
  LEGACY_READ("LEGACY-READ");

  private final String code;

  PolicyProfile(String code) {
    this.code = code;
  }

  /**
   * The name used in reports, on the command line and in settings, for example {@code VN-GOV-2025}.
   */
  public String code() {
    return code;
  }

  /** IllegalArgumentException names the known profiles. */
  public static PolicyProfile of(String code) {
    for (var profile : values()) {
      if (profile.code.equalsIgnoreCase(code) || profile.name().equalsIgnoreCase(code)) {
        return profile;
      }
    }
    throw new IllegalArgumentException(
        "No policy named " + code + "; there are VN-GOV-2025, VN-PUBLIC-2025 and LEGACY-READ");
  }
}
