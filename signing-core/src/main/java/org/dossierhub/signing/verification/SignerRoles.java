package org.dossierhub.signing.verification;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.dossierhub.signing.identity.CertificateSubject;
import org.dossierhub.signing.identity.SubjectId;

/**
 * Tells in which capacity somebody signed: first the hierarchy the trusted path ends in, then the
 * form of the subject. Certificates of both hierarchies carry no attribute that says "person" or
 * "agency", so the numbers in UID attributes decide, and where there are none the first words of
 * the common name.
 */
final class SignerRoles {
  private static final String TLS_SERVER = "1.3.6.1.5.5.7.3.1";
  private static final Pattern COPY =
      Pattern.compile("^\\s*(SAO Y|SAO LỤC|TRÍCH SAO)\\b.*", Pattern.DOTALL);
  private static final Pattern SYSTEM =
      Pattern.compile(
          "^(HỆ THỐNG|TRỤC LIÊN THÔNG|CỔNG DỊCH VỤ CÔNG|NỀN TẢNG|MÁY CHỦ|PHẦN MỀM|DỊCH VỤ)\\b.*",
          Pattern.DOTALL);
  private static final List<String> AGENCY_WORDS =
      List.of(
          "ỦY BAN",
          "UỶ BAN",
          "UBND",
          "HỘI ĐỒNG",
          "HĐND",
          "SỞ",
          "BỘ",
          "BAN",
          "CỤC",
          "CHI CỤC",
          "TỔNG CỤC",
          "VỤ",
          "VĂN PHÒNG",
          "TRUNG TÂM",
          "THANH TRA",
          "TÒA ÁN",
          "TOÀ ÁN",
          "VIỆN",
          "VIỆN KIỂM SÁT",
          "CÔNG AN",
          "ĐẢNG ỦY",
          "TỈNH ỦY",
          "THÀNH ỦY",
          "TRƯỜNG",
          "BỆNH VIỆN",
          "PHÒNG",
          "QUỸ",
          "KHO BẠC",
          "NGÂN HÀNG NHÀ NƯỚC",
          "BẢO HIỂM XÃ HỘI",
          "THUẾ",
          "HẢI QUAN",
          "ĐOÀN",
          "CHÍNH PHỦ",
          "QUỐC HỘI",
          "HỌC VIỆN",
          "ĐÀI",
          "BÁO",
          "CHI NHÁNH",
          "BỘ PHẬN",
          "ĐỘI",
          "HẠT",
          "TRẠM");

  private SignerRoles() {}

  /**
   * @param signingReason what the signer wrote down as the reason, part of what was signed
   * @param anchor where the trusted path ends; null for a path that is not trusted
   */
  static SignerRole of(
      X509Certificate signer, X509Certificate anchor, TrustAnchors anchors, String signingReason) {
    if (anchor == null) {
      return SignerRole.UNKNOWN;
    }
    var subject = CertificateSubject.of(signer);
    if (anchors.government().contains(anchor)) {
      return inGovernment(signer, subject, signingReason);
    }
    return anchors.publicPki().contains(anchor)
        ? inPublic(signer, subject)
        : inUndeclared(signer, signingReason);
  }

  /**
   * Below an anchor of which nobody said what it is for: an agency is told by its subject, because
   * the clerk's step depends on it; for everybody else the subject does not tell enough.
   */
  static SignerRole inUndeclared(X509Certificate signer, String signingReason) {
    var role = inGovernment(signer, CertificateSubject.of(signer), signingReason);
    return role == SignerRole.AGENCY || role == SignerRole.COPY ? role : SignerRole.UNKNOWN;
  }

  private static SignerRole inGovernment(
      X509Certificate signer, CertificateSubject subject, String signingReason) {
    if (isSystem(signer, subject)) {
      return SignerRole.SYSTEM;
    }
    var agency =
        subject.id(SubjectId.Kind.MNS).isPresent() || startsLikeAnAgency(subject.commonName());
    if (!agency) {
      return SignerRole.LEADER;
    }
    return COPY.matcher(upper(signingReason)).matches() ? SignerRole.COPY : SignerRole.AGENCY;
  }

  private static SignerRole inPublic(X509Certificate signer, CertificateSubject subject) {
    if (isSystem(signer, subject)) {
      return SignerRole.SYSTEM;
    }
    var person =
        subject.id(SubjectId.Kind.CCCD).isPresent()
            || subject.id(SubjectId.Kind.CMND).isPresent()
            || subject.id(SubjectId.Kind.HC).isPresent();
    if (person) {
      return SignerRole.CITIZEN;
    }
    return subject.id(SubjectId.Kind.MST).isPresent() ? SignerRole.COMPANY : SignerRole.CITIZEN;
  }

  private static boolean isSystem(X509Certificate signer, CertificateSubject subject) {
    try {
      var purposes = signer.getExtendedKeyUsage();
      return purposes != null && purposes.contains(TLS_SERVER)
          || SYSTEM.matcher(upper(subject.commonName())).matches();
    } catch (CertificateParsingException e) {
      return false; // an unreadable extension gives no role; the path validation judges it
    }
  }

  private static boolean startsLikeAnAgency(String name) {
    var upper = upper(name);
    return AGENCY_WORDS.stream()
        .anyMatch(word -> upper.equals(word) || upper.startsWith(word + " "));
  }

  private static String upper(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toUpperCase(Locale.ROOT).strip();
  }
}
