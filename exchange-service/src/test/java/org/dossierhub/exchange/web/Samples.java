package org.dossierhub.exchange.web;

import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.FeeState;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.message.Applicant;
import org.dossierhub.exchange.message.ApplicantKind;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.result.PublicToken;
import org.dossierhub.exchange.result.Publication;
import org.dossierhub.exchange.result.Remark;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultNumber;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.result.Withdrawal;
import org.dossierhub.exchange.verification.Registration;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.DocumentChange;
import org.dossierhub.signing.verification.SignatureReport;
import org.dossierhub.signing.verification.SignerRole;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;

/**
 * Values for pages, of the fictitious province. A name is given to each that has one, so that a
 * test can make it hostile.
 */
final class Samples {
  static final Instant NOW = Instant.parse("2031-03-04T02:15:00Z");
  static final AgencyCode OURS = new AgencyCode("H99.08");
  static final AgencyCode OTHERS = new AgencyCode("H99.05");
  static final Sha256 DIGEST = Sha256.of(new byte[] {1, 2, 3});

  private Samples() {}

  static Account account(AgencyCode agency, String fullName, Role... roles) {
    return new Account(
        UUID.nameUUIDFromBytes(
            (agency + fullName).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        "an.nguyen",
        fullName,
        agency,
        Set.of(roles),
        List.of(new CertificateId("CN=CA thử nghiệm", BigInteger.TEN)));
  }

  static Agency agency(String code, String name, Channel channel) {
    return new Agency(
        new AgencyCode(code),
        name,
        channel,
        channel == Channel.SOAP
            ? Optional.of(URI.create("https://localhost:9443/exchange"))
            : Optional.empty(),
        NOW,
        Optional.empty());
  }

  static Dossier dossier(
      String code, String subject, String applicant, BusinessState state, TrafficLight light) {
    return new Dossier(
        UUID.nameUUIDFromBytes(code.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        new DossierCode(code),
        OURS,
        new AgencyCode("G99.01"),
        Optional.of(new ProcedureCode("9.999901")),
        subject,
        Optional.of(new Applicant(ApplicantKind.CITIZEN, applicant, Optional.empty())),
        NOW,
        state,
        NOW,
        FeeState.NONE_DUE,
        SigningState.AWAITING_LEADER,
        DeliveryState.DELIVERED,
        SynchronisationState.SYNCHRONISED,
        light,
        2);
  }

  static SignatureReport signature(String signer, SignerRole role, Verdict verdict) {
    return new SignatureReport(
        "Signature-" + role,
        "PAdES",
        verdict == Verdict.VALID ? "BASELINE_LT" : "BASELINE_B",
        "VN-GOV-2025",
        verdict == Verdict.VALID
            ? "TOTAL_PASSED"
            : verdict == Verdict.INVALID ? "TOTAL_FAILED" : "INDETERMINATE",
        verdict == Verdict.VALID ? "" : "REVOKED",
        verdict == Verdict.VALID ? "OK" : "REVOKED",
        verdict,
        verdict != Verdict.INVALID,
        role == SignerRole.AGENCY,
        role,
        signer,
        "CA phục vụ các cơ quan Nhà nước (thử nghiệm)",
        "Sở Xây dựng tỉnh Bình Minh",
        Optional.of(NOW),
        verdict == Verdict.VALID ? Optional.of(NOW.plusSeconds(40)) : Optional.empty(),
        Optional.of(NOW.minusSeconds(86_400 * 300L)),
        Optional.of(NOW.plusSeconds(86_400 * 600L)),
        Optional.of(new CertificateId("CN=CA thử nghiệm", new BigInteger("4f3a99b2", 16))),
        verdict == Verdict.VALID
            ? "Chữ ký còn nguyên vẹn, chứng thư có hiệu lực khi ký và chưa bị thu hồi."
            : "Chứng thư số của người ký đã bị thu hồi trước khi ký.",
        verdict == Verdict.VALID
            ? "The signature is intact; the certificate was in force and not revoked when signing."
            : "The signer's certificate had been revoked before signing.",
        verdict == Verdict.VALID ? "" : "Đề nghị người nộp ký lại bằng chứng thư còn hiệu lực.",
        verdict == Verdict.VALID
            ? ""
            : "Ask the applicant to sign again with a certificate in force.",
        List.of("Thuật toán: RSASSA-PSS, SHA-256."),
        List.of("Algorithm: RSASSA-PSS, SHA-256."));
  }

  static ValidationReport report(String fileName, Verdict verdict, SignatureReport... signatures) {
    return new ValidationReport(
        fileName,
        DIGEST,
        "VN-GOV-2025",
        NOW,
        verdict,
        verdict == Verdict.VALID ? "OK" : "REVOKED",
        verdict == Verdict.VALID
            ? "Mọi chữ ký hợp lệ; không có nội dung nào bị thay đổi sau khi ký ngoài số, ngày và dấu."
            : "Có chữ ký không hợp lệ: chứng thư của người ký đã bị thu hồi.",
        verdict == Verdict.VALID
            ? "All signatures are valid; nothing but number, date and seal was added after signing."
            : "A signature is not valid: the signer's certificate was revoked.",
        List.of(signatures),
        verdict == Verdict.VALID
            ? List.of(
                new DocumentChange(
                    "Signature-LEADER",
                    DocumentChange.Kind.NUMBER_AND_DATE,
                    1,
                    true,
                    "Văn thư ghi số 125/GPXD-SXD và ngày 04/3/2031 vào chỗ dành sẵn.",
                    "The registry entered number 125/GPXD-SXD and the date where room was left."),
                new DocumentChange(
                    "Signature-LEADER",
                    DocumentChange.Kind.SIGNATURE,
                    1,
                    true,
                    "Cơ quan ký (đóng dấu).",
                    "The agency signed (seal)."))
            : List.of(),
        List.of());
  }

  static ValidationReport good() {
    return report(
        "giay-phep-xay-dung.pdf",
        Verdict.VALID,
        signature(
            "Nguyễn Thị Minh An, Sở Xây dựng tỉnh Bình Minh", SignerRole.LEADER, Verdict.VALID),
        signature("SỞ XÂY DỰNG, UBND tỉnh Bình Minh", SignerRole.AGENCY, Verdict.VALID));
  }

  static Registration registration(ResultState state, String title) {
    boolean withdrawn = state != ResultState.PUBLISHED;
    return new Registration(
        new PublicToken("AbCdEfGhIjKlMnOpQrStUvWxYz0"),
        state,
        OURS,
        "Sở Xây dựng tỉnh Bình Minh (hư cấu)",
        title,
        "125/GPXD-SXD",
        LocalDate.of(2031, 3, 4),
        DIGEST,
        NOW,
        withdrawn ? Optional.of(NOW.plusSeconds(86_400)) : Optional.empty(),
        withdrawn ? Optional.of("Cấp sai diện tích sàn.") : Optional.empty(),
        state == ResultState.REPLACED
            ? Optional.of(new PublicToken("zYxWvUtSrQpOnMlKjIhGfEdCbA1"))
            : Optional.empty());
  }

  static Result result(ResultState state, String title) {
    boolean numbered = state.ordinal() >= ResultState.AWAITING_SEAL.ordinal();
    return new Result(
        UUID.nameUUIDFromBytes((state + title).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        UUID.randomUUID(),
        new DossierCode("H99.08-310304-0007"),
        OURS,
        state,
        title,
        "GPXD-SXD",
        3,
        new Revision(2, RevisionKind.SIGNED, DIGEST, 184_320, Optional.empty(), NOW),
        numbered
            ? Optional.of(new ResultNumber(2031, 125, "GPXD-SXD", LocalDate.of(2031, 3, 4)))
            : Optional.empty(),
        state.wasPublished()
            ? Optional.of(
                new Publication(new PublicToken("AbCdEfGhIjKlMnOpQrStUvWxYz0"), DIGEST, NOW))
            : Optional.empty(),
        state == ResultState.REVOKED
            ? Optional.of(new Withdrawal(NOW, "Cấp sai diện tích sàn.", Optional.empty()))
            : Optional.empty(),
        state == ResultState.SENT_BACK || state == ResultState.DISCARDED
            ? Optional.of(new Remark("Điều 1 ghi sai diện tích: " + title, UUID.randomUUID(), NOW))
            : Optional.empty(),
        List.of(new AgencyCode("H99.151")),
        UUID.randomUUID(),
        NOW);
  }
}
