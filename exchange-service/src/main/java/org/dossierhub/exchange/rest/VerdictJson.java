package org.dossierhub.exchange.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.StringReader;
import org.dossierhub.exchange.verification.Registration;
import org.dossierhub.exchange.verification.UploadVerdict;
import org.dossierhub.signing.verification.ReportJson;

/** Verdicts and registrations as JSON; absent members are left out. */
final class VerdictJson {

  private VerdictJson() {}

  /** The report of signing-core, unchanged, beside what the register says. */
  static String write(UploadVerdict verdict) {
    var answer = Json.createObjectBuilder();
    try (var report = Json.createReader(new StringReader(ReportJson.write(verdict.report())))) {
      answer.add("report", report.readObject());
    }
    verdict.ours().ifPresent(ours -> answer.add("registration", object(ours)));
    return answer.build().toString();
  }

  static String write(Registration registration) {
    return object(registration).toString();
  }

  private static JsonObject object(Registration registration) {
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("token", registration.token().value())
            .add("state", registration.state().name())
            .add("sentenceVi", registration.sentenceVi())
            .add("sentenceEn", registration.sentenceEn())
            .add("agency", registration.agency().value())
            .add("agencyName", registration.agencyName())
            .add("title", registration.title())
            .add("number", registration.number())
            .add("date", registration.date().toString())
            .add("sha256", registration.digest().hex())
            .add("published", registration.published().toString());
    registration.withdrawn().ifPresent(at -> object.add("withdrawn", at.toString()));
    registration.reason().ifPresent(reason -> object.add("reason", reason));
    registration.successor().ifPresent(successor -> object.add("successor", successor.value()));
    return object.build();
  }
}
