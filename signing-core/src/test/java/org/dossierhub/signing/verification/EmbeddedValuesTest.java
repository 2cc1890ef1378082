package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Test;

/** What XML signatures carry along is compared with what its issuers signed, byte for byte. */
class EmbeddedValuesTest {

  @Test
  void no_character_of_a_certificate_list_or_answer_can_be_changed_unnoticed() throws Exception {
    var values =
        Map.of(
            "X509Certificate", World.PKI.identity("leader").certificate().getEncoded(),
            "EncapsulatedX509Certificate",
                World.PKI.identity("government-agencies").certificate().getEncoded(),
            "EncapsulatedCRLValue", World.PKI.crl("government-agencies", World.NOW),
            "EncapsulatedOCSPValue", ocspAnswer());
    for (var value : values.entrySet()) {
      var text = Base64.getEncoder().encodeToString(value.getValue());
      assertThat(isDamaged(value.getKey(), text)).as(value.getKey()).isFalse();
      assertThat(isDamaged(value.getKey(), text.replaceAll("(.{64})", "$1\r\n"))).isFalse();
      for (int i = 0; i < text.length(); i++) {
        char other = text.charAt(i) == 'A' ? 'B' : text.charAt(i) == '=' ? 'A' : 'A';
        var changed = text.substring(0, i) + other + text.substring(i + 1);
        assertThat(isDamaged(value.getKey(), changed))
            .as("%s, character %d", value.getKey(), i)
            .isTrue();
      }
      for (var wrong : new String[] {text + "A", "-" + text, text.substring(1), "", "*"}) {
        assertThat(isDamaged(value.getKey(), wrong)).isTrue();
      }
    }
  }

  @Test
  void a_time_stamp_whose_signature_or_content_was_changed_is_damaged() throws Exception {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    var request = generator.generate(org.bouncycastle.tsp.TSPAlgorithms.SHA256, new byte[32]);
    var token =
        new TimeStampResponse(World.PKI.timestampAnswer(request.getEncoded(), World.NOW))
            .getTimeStampToken()
            .getEncoded();
    assertThat(isDamaged("EncapsulatedTimeStamp", Base64.getEncoder().encodeToString(token)))
        .isFalse();
    var signature =
        new CMSSignedData(token).getSignerInfos().getSigners().iterator().next().getSignature();
    int at = indexOf(token, signature);
    for (int i = 0; i < signature.length; i += 5) {
      var broken = token.clone();
      broken[at + i] ^= 1;
      assertThat(isDamaged("EncapsulatedTimeStamp", Base64.getEncoder().encodeToString(broken)))
          .as("byte %d", i)
          .isTrue();
    }
    // who is named as its signer is not signed, but has to be among those that came along
    var named = new CMSSignedData(token).getSignerInfos().getSigners().iterator().next().getSID();
    var issuer = named.getIssuer().getEncoded();
    var renamed = token.clone();
    int last = 0;
    for (int i = 0; i + issuer.length < token.length; i++) {
      last = Arrays.equals(token, i, i + issuer.length, issuer, 0, issuer.length) ? i : last;
    }
    renamed[last + issuer.length - 1] ^= 1;
    assertThat(isDamaged("EncapsulatedTimeStamp", Base64.getEncoder().encodeToString(renamed)))
        .isTrue();
  }

  @Test
  void certificates_that_a_document_speaks_of_are_its_own_business() throws Exception {
    var signed =
        new org.dossierhub.signing.xml.SignXml(
                java.time.Clock.fixed(World.NOW, java.time.ZoneOffset.UTC))
            .signEnveloped(
                ("<danhSach"
                        + " xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>xem"
                        + " phụ lục</ds:X509Certificate></ds:X509Data></ds:KeyInfo></danhSach>")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                World.token("leader"));

    var report = World.verify(signed);

    assertThat(report.verdict()).as(report.summary()).isEqualTo(Verdict.VALID);
  }

  private static boolean isDamaged(String name, String text) {
    var values = new EmbeddedValues();
    values.add(name, text);
    return values.areDamaged(World.ANCHORS);
  }

  private static byte[] ocspAnswer() throws Exception {
    var calculators = new JcaDigestCalculatorProviderBuilder().build();
    var id =
        new CertificateID(
            calculators.get(CertificateID.HASH_SHA1),
            new X509CertificateHolder(
                World.PKI.identity("government-agencies").certificate().getEncoded()),
            World.PKI.identity("leader").certificate().getSerialNumber());
    return World.PKI.ocspAnswer(
        new OCSPReqBuilder().addRequest(id).build().getEncoded(), World.NOW);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new IllegalStateException("Not there");
  }
}
