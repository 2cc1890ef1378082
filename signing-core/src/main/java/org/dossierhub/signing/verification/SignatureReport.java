package org.dossierhub.signing.verification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.CertificateId;

/**
 * What was found about one signature. Carries the seven items that Thông tư 15/2025/TT-BKHCN, Điều
 * 6 requires to be shown: {@link #issuer}, {@link #signer}, {@link #managedBy}, {@link
 * #claimedTime} or {@link #provenTime}, {@link #cryptoIntact}, {@link #verdict}, {@link #notBefore}
 * and {@link #notAfter}.
 *
 * @param id names the signature within the file: the field name in a PDF, the Id in XML, else a
 *     running number
 * @param format PAdES, XAdES, CAdES, ASiC-E …
 * @param level for example BASELINE_LT, or NOT_ETSI
 * @param policy name of the policy it was judged by: that of the hierarchy of its certificate
 * @param indication ETSI EN 319 102-1: TOTAL_PASSED, TOTAL_FAILED or INDETERMINATE
 * @param subIndication ETSI EN 319 102-1 sub-indication, empty text if there is none
 * @param reason stable code of what decided the verdict: a sub-indication, or a finding of the
 *     product
 * @param cryptoIntact the signed bytes and the signature value belong together
 * @param coversWholeDocument no byte of the file lies outside this signature
 * @param managedBy the organisation that manages the certificate of the signer (đơn vị quản lý
 *     chứng thư)
 * @param claimedTime the time the signer wrote down, which proves nothing
 * @param provenTime a time at which the signature certainly existed, from a trusted time-stamp
 * @param certificate absent when the signature names no readable certificate
 * @param notes remarks in Vietnamese that do not change the verdict
 * @param notesEn the same in English
 */
public record SignatureReport(
    String id,
    String format,
    String level,
    String policy,
    String indication,
    String subIndication,
    String reason,
    Verdict verdict,
    boolean cryptoIntact,
    boolean coversWholeDocument,
    SignerRole role,
    String signer,
    String issuer,
    String managedBy,
    Optional<Instant> claimedTime,
    Optional<Instant> provenTime,
    Optional<Instant> notBefore,
    Optional<Instant> notAfter,
    Optional<CertificateId> certificate,
    String explanationVi,
    String explanationEn,
    String remedyVi,
    String remedyEn,
    List<String> notes,
    List<String> notesEn) {

  public SignatureReport {
    notes = List.copyOf(notes);
    notesEn = List.copyOf(notesEn);
  }

  /** One line for a log, for example {@code TOTAL_FAILED/HASH_FAILURE signer=… at=…}. */
  public String summary() {
    return indication
        + (subIndication.isEmpty() ? "" : "/" + subIndication)
        + " signer="
        + signer
        + " at="
        + provenTime.or(() -> claimedTime).map(Instant::toString).orElse("unknown");
  }
}
