package org.dossierhub.signing.report;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.report.Passage.Bullets;
import org.dossierhub.signing.report.Passage.Fact;
import org.dossierhub.signing.report.Passage.Facts;
import org.dossierhub.signing.report.Passage.Heading;
import org.dossierhub.signing.report.Passage.Headline;
import org.dossierhub.signing.report.Passage.Signature;
import org.dossierhub.signing.report.Passage.Text;
import org.dossierhub.signing.report.Passage.Title;
import org.dossierhub.signing.report.Passage.Tone;
import org.dossierhub.signing.verification.ReportInWords;
import org.dossierhub.signing.verification.SignatureReport;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;

/** Everything a verdict says, in the order in which people read it. */
final class ReportPassages {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss dd/MM/yyyy '(UTC'xxx')'")
          .withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

  private final List<Passage> passages = new ArrayList<>();
  private final ReportContent content;
  private final ValidationReport report;
  private final ReportTexts texts;
  private final ReportInWords words;

  private ReportPassages(ReportContent content) {
    this.content = content;
    this.report = content.report();
    this.texts = ReportTexts.in(content.language());
    this.words = ReportInWords.in(content.language());
  }

  static List<Passage> of(ReportContent content) {
    var made = new ReportPassages(content);
    made.file();
    int number = 0;
    for (var signature : made.report.signatures()) {
      made.signature(++number, signature);
    }
    made.changes();
    made.about();
    return made.passages;
  }

  private void file() {
    passages.add(new Title(texts.say("title")));
    passages.add(
        new Headline(
            report.verdict(),
            texts.say("verdict." + report.verdict()),
            clean(words.sentence(report))));
    if (content.assumedTrusted()) {
      passages.add(new Text(texts.say("assumed"), Tone.WARNING));
    }
    content
        .remarks()
        .forEach(
            remark ->
                passages.add(new Text(texts.say("remark") + ": " + clean(remark), Tone.NOTICE)));
    passages.add(new Heading(texts.say("file")));
    passages.add(
        new Facts(
            List.of(
                fact("file.name", report.fileName()),
                code("file.digest", report.digest().hex()),
                fact("file.at", TIME.format(report.at())),
                code("file.policy", report.policy()),
                code("file.reason", report.reason()),
                fact("file.signatures", String.valueOf(report.signatures().size()))),
            false));
  }

  private void signature(int number, SignatureReport signature) {
    var signer = signature.signer().isEmpty() ? texts.say("signature.nobody") : signature.signer();
    passages.add(
        new Signature(
            signature.verdict(),
            texts.say("signature", number, report.signatures().size(), clean(signer)),
            words.verdict(signature.verdict())));
    passages.add(new Text(clean(words.explanation(signature)), Tone.PLAIN));
    if (signature.verdict() != Verdict.VALID && !words.remedy(signature).isEmpty()) {
      passages.add(
          new Text(
              texts.say("signature.remedy") + ": " + clean(words.remedy(signature)), Tone.WARNING));
    }
    passages.add(new Text(texts.say("signature.items"), Tone.QUIET));
    passages.add(
        new Facts(
            words.sevenItems(signature).stream()
                .map(item -> new Fact(item.title(), clean(item.value()), false))
                .toList(),
            true));
    passages.add(new Facts(details(signature), false));
    var notes = words.notes(signature);
    if (!notes.isEmpty()) {
      passages.add(new Text(texts.say("signature.note"), Tone.QUIET));
      passages.add(new Bullets(notes.stream().map(ReportPassages::clean).toList()));
    }
  }

  private List<Fact> details(SignatureReport signature) {
    return List.of(
        fact("signature.role", words.role(signature.role())),
        fact("signature.claimed", time(signature.claimedTime())),
        fact("signature.proven", time(signature.provenTime())),
        code(
            "signature.format",
            signature.format() + (signature.level().isEmpty() ? "" : " " + signature.level())),
        code(
            "signature.etsi",
            signature.indication()
                + (signature.subIndication().isEmpty() ? "" : " / " + signature.subIndication())),
        code("signature.reason", signature.reason()),
        code("signature.policy", signature.policy()),
        fact(
            "signature.coverage",
            texts.say("signature.coverage." + (signature.coversWholeDocument() ? "YES" : "NO"))),
        code("signature.id", signature.id()),
        code(
            "signature.serial",
            signature
                .certificate()
                .map(certificate -> certificate.serial().toString(16))
                .orElseGet(() -> texts.say("none"))));
  }

  private void changes() {
    if (report.signatures().isEmpty()) {
      return;
    }
    passages.add(new Heading(texts.say("changes")));
    if (!report.changes().isEmpty()) {
      passages.add(
          new Bullets(report.changes().stream().map(c -> clean(words.change(c))).toList()));
    } else {
      // without changes only a whole file can be called unchanged
      var told =
          report.signatures().stream().anyMatch(SignatureReport::coversWholeDocument)
              || report.verdict() == Verdict.VALID;
      passages.add(new Text(texts.say(told ? "changes.none" : "changes.unknown"), Tone.PLAIN));
    }
    passages.add(new Heading(texts.say("uncovered")));
    passages.add(
        report.uncovered().isEmpty()
            ? new Text(texts.say("uncovered.none"), Tone.PLAIN)
            : new Bullets(report.uncovered().stream().map(ReportPassages::clean).toList()));
  }

  private void about() {
    passages.add(new Heading(texts.say("about")));
    passages.add(new Text(texts.say("moment") + " " + texts.say("basis"), Tone.PLAIN));
    if (content.sealing().isPresent()) {
      var sealing = content.sealing().get();
      passages.add(new Text(texts.say("sealed", clean(sealing.by())), Tone.PLAIN));
      passages.add(new Text(texts.say("sealed.verify", clean(sealing.verifiedAt())), Tone.PLAIN));
    } else {
      passages.add(new Text(texts.say("unsealed"), Tone.WARNING));
    }
  }

  private Fact fact(String key, String value) {
    return new Fact(texts.say(key), clean(value), false);
  }

  private Fact code(String key, String value) {
    return new Fact(texts.say(key), clean(value), true);
  }

  private String time(Optional<Instant> time) {
    return time.map(TIME::format).orElseGet(() -> texts.say("none"));
  }

  /**
   * Names come from strangers: one line, no marks that turn or hide writing, nothing that XML
   * cannot carry, letters and their marks put together.
   */
  static String clean(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ")
        .replaceAll("[\\p{Cf}\\p{Cs}\\p{Co}\\uFFFE\\uFFFF]", "");
  }
}
