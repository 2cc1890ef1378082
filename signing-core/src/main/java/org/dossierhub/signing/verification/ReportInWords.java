package org.dossierhub.signing.verification;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A report as people read it: the seven items that Thông tư 15/2025/TT-BKHCN, Điều 6 requires
 * verifying software to show, with their titles, in Vietnamese or English; times are those of Viet
 * Nam.
 */
public final class ReportInWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss dd/MM/yyyy").withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

  private final Texts texts;

  private ReportInWords(Texts texts) {
    this.texts = texts;
  }

  /** Vietnamese, unless the locale asks for English. */
  public static ReportInWords in(Locale locale) {
    return new ReportInWords(locale.getLanguage().equals("en") ? Texts.ENGLISH : Texts.VIETNAMESE);
  }

  /** A title and what is so. */
  public record Item(String title, String value) {}

  /** The seven items, in the order of the circular. */
  public List<Item> sevenItems(SignatureReport signature) {
    return List.of(
        item(1, orNone(signature.issuer())),
        item(2, orNone(signature.signer()) + " (" + role(signature.role()) + ")"),
        item(3, orNone(signature.managedBy())),
        item(4, time(signature)),
        item(5, texts.say(signature.cryptoIntact() ? "integrity.YES" : "integrity.NO")),
        item(6, verdict(signature.verdict()) + ": " + explanation(signature)),
        item(7, texts.say("from.TO", time(signature.notBefore()), time(signature.notAfter()))));
  }

  public String verdict(Verdict verdict) {
    return texts == Texts.ENGLISH ? verdict.english() : verdict.vietnamese();
  }

  public String role(SignerRole role) {
    return texts == Texts.ENGLISH ? role.english() : role.vietnamese();
  }

  public String sentence(ValidationReport report) {
    return texts == Texts.ENGLISH ? report.sentenceEn() : report.sentence();
  }

  public String explanation(SignatureReport signature) {
    return texts == Texts.ENGLISH ? signature.explanationEn() : signature.explanationVi();
  }

  public String remedy(SignatureReport signature) {
    return texts == Texts.ENGLISH ? signature.remedyEn() : signature.remedyVi();
  }

  public List<String> notes(SignatureReport signature) {
    return texts == Texts.ENGLISH ? signature.notesEn() : signature.notes();
  }

  /** What was changed and whether the signature before it permits that. */
  public String change(DocumentChange change) {
    return texts.say(
        change.allowed() ? "change.ALLOWED" : "change.NOT_ALLOWED",
        change.afterSignature(),
        texts == Texts.ENGLISH ? change.textEn() : change.text());
  }

  /** That a part of the file is covered by no signature. */
  public String uncovered(String part) {
    return texts.say("uncovered.PART", part);
  }

  private Item item(int number, String value) {
    return new Item(texts.say("item." + number), value);
  }

  private String time(SignatureReport signature) {
    return signature.provenTime().isPresent()
        ? texts.say("time.PROVEN", time(signature.provenTime()))
        : texts.say("time.CLAIMED", time(signature.claimedTime()));
  }

  private String time(Optional<Instant> time) {
    return time.map(TIME::format).orElseGet(() -> texts.say("none"));
  }

  private String orNone(String text) {
    return text.isEmpty() ? texts.say("none") : text;
  }
}
