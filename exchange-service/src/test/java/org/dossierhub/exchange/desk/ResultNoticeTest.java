package org.dossierhub.exchange.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.dossierhub.exchange.result.PublicToken;
import org.dossierhub.exchange.result.Publication;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultNumber;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.result.Withdrawal;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.Test;

class ResultNoticeTest {
  private static final Instant AT = Instant.parse("2026-11-22T03:04:05.678Z");
  private static final Sha256 DIGEST = Sha256.of("tệp".getBytes(StandardCharsets.UTF_8));

  private final Result published =
      new Result(
              UUID.randomUUID(),
              UUID.randomUUID(),
              new DossierCode("H99.08-261122-0001"),
              new AgencyCode("H99.08"),
              ResultState.AWAITING_PUBLICATION,
              "Quyết định <cấp> giấy phép & \"xây dựng\"",
              "QĐ-SXD",
              2,
              new Revision(5, RevisionKind.TIMESTAMPED, DIGEST, 9, Optional.empty(), AT),
              Optional.of(new ResultNumber(2026, 125, "QĐ-SXD", LocalDate.of(2026, 11, 22))),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              UUID.randomUUID(),
              AT)
          .publishedAs(new Publication(PublicToken.random(new SecureRandom()), DIGEST, AT));

  @Test
  void what_is_sent_fits_the_published_schema() throws Exception {
    var revoked = published.withdrawn(new Withdrawal(AT, "Cấp sai thẩm quyền", Optional.empty()));
    var replaced =
        published.withdrawn(
            new Withdrawal(AT, "Sửa diện tích ở Điều 1", Optional.of(UUID.randomUUID())));

    for (var result : List.of(published, revoked, replaced)) {
      valid(ResultNotice.write(result, URI.create("https://hub.test/ket-qua/x")));
    }
  }

  @Test
  void hostile_titles_stay_text() {
    var notice =
        new String(
            ResultNotice.write(published, URI.create("https://hub.test/ket-qua/x")),
            StandardCharsets.UTF_8);

    assertThat(notice)
        .contains("<title>Quyết định &lt;cấp")
        .contains("giấy phép &amp; ")
        .contains("<number>125/QĐ-SXD</number>")
        .contains("<state>PUBLISHED</state>");
  }

  private static void valid(byte[] notice) throws Exception {
    var factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    factory
        .newSchema(Path.of("../docs/protocol/result-notice.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(notice)));
  }
}
