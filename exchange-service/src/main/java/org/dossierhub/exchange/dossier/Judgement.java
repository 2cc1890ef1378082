package org.dossierhub.exchange.dossier;

import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.verification.SignatureReport;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;

/**
 * What the verdicts about the documents of a dossier mean together, for the one-stop officer: a
 * light, and for each document that is not in order what to ask the citizen for. The light informs;
 * it refuses nothing.
 */
public record Judgement(TrafficLight light, List<Advice> advice) {

  /** What is wrong with one document and what to do, in Vietnamese. */
  public record Advice(String part, Verdict verdict, String sentence, String remedy) {}

  public Judgement {
    advice = List.copyOf(advice);
  }

  /** From the newest verdict about each document. */
  public static Judgement of(List<DocumentVerdict> verdicts) {
    return new Judgement(
        light(verdicts.stream().map(DocumentVerdict::report).toList()),
        verdicts.stream().flatMap(verdict -> advice(verdict).stream()).toList());
  }

  private static TrafficLight light(List<ValidationReport> reports) {
    if (reports.stream().anyMatch(Judgement::bad)) {
      return TrafficLight.RED;
    }
    boolean anyValid = reports.stream().anyMatch(report -> report.verdict() == Verdict.VALID);
    boolean allInOrder = reports.stream().allMatch(Judgement::inOrder);
    return anyValid && allInOrder ? TrafficLight.GREEN : TrafficLight.AMBER;
  }

  private static boolean bad(ValidationReport report) {
    return report.verdict() == Verdict.INVALID || report.verdict() == Verdict.REFUSED;
  }

  /** Valid, or of a kind that carries no signature, such as a photograph. */
  private static boolean inOrder(ValidationReport report) {
    return report.verdict() == Verdict.VALID
        || (report.verdict() == Verdict.UNSIGNED && "NO_SIGNATURE_FORMAT".equals(report.reason()));
  }

  private static Optional<Advice> advice(DocumentVerdict verdict) {
    var report = verdict.report();
    if (inOrder(report)) {
      return Optional.empty();
    }
    var remedy =
        report.signatures().stream()
            .filter(signature -> signature.verdict() != Verdict.VALID)
            .map(SignatureReport::remedyVi)
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse(remedyWithoutSignature(report));
    return Optional.of(new Advice(verdict.part(), report.verdict(), report.sentence(), remedy));
  }

  private static String remedyWithoutSignature(ValidationReport report) {
    return switch (report.verdict()) {
      case UNSIGNED -> "Nếu giấy tờ này phải ký số, đề nghị người nộp ký số rồi gửi lại.";
      case INDETERMINATE ->
          "Kiểm tra lại sau; nếu vẫn chưa đủ căn cứ, đề nghị người nộp gửi bản gốc.";
      case REFUSED -> "Đề nghị người nộp xuất lại tệp (PDF hoặc XML không mật khẩu) rồi gửi lại.";
      case INVALID -> "Không sử dụng tệp này; đề nghị người nộp gửi lại bản gốc đã ký.";
      case VALID -> "";
    };
  }
}
