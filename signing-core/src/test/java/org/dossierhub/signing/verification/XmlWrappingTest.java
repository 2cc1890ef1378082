package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.token;
import static org.dossierhub.signing.verification.World.verify;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Hazard A8: the eight signature wrapping attacks known from SAML, on a signature that refers to
 * its content by Id. The genuine content moves to where the reference still finds it, and a forged
 * one stands where a reader looks. Each still holds cryptographically; none may pass.
 */
class XmlWrappingTest {
  private static final String GENUINE = "<don Id=\"genuine\"><phi>150000</phi></don>";
  private static final String FORGED = "<don Id=\"forged\"><phi>1</phi></don>";

  private static final String SIGNED = signed();
  private static final String SIGNATURE = find("(?s)<ds:Signature .*</ds:Signature>");
  private static final String ROOT = find("^(?:<\\?xml[^>]*\\?>)?\\s*(<[a-z:-]+[^>]*>)");

  /** Signature and content beside each other below one root. */
  private static String signed() {
    var signer = token("leader");
    var service = new XAdESService(new CommonCertificateVerifier(true));
    var parameters = new XAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
    parameters.setSignaturePackaging(SignaturePackaging.INTERNALLY_DETACHED);
    parameters.setSigningCertificate(new CertificateToken(signer.certificate()));
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(Date.from(NOW));
    var document = new InMemoryDocument(utf8(GENUINE), "don.xml");
    var value =
        new SignatureValue(
            SignatureAlgorithm.RSA_SHA256,
            signer.sign(service.getDataToSign(document, parameters).getBytes()));
    var signed = DSSUtils.toByteArray(service.signDocument(document, parameters, value));
    return new String(signed, StandardCharsets.UTF_8);
  }

  private static String find(String pattern) {
    var found = Pattern.compile(pattern).matcher(SIGNED);
    assertThat(found.find()).isTrue();
    return found.group(found.groupCount());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void the_genuine_file_holds_and_says_what_it_covers() {
    assertThat(SIGNED).contains(GENUINE).contains("URI=\"#genuine\"");
    var report = verify(utf8(SIGNED));

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.signatures().get(0).cryptoIntact()).isTrue();
  }

  @Test
  void a8_none_of_the_eight_wrapping_attacks_passes() {
    var end = "</" + ROOT.substring(1).split("[ >]")[0] + ">";
    var inObject =
        SIGNATURE.replace(
            "</ds:Signature>", "<ds:Object>" + GENUINE + "</ds:Object></ds:Signature>");
    var attacks = new LinkedHashMap<String, String>();
    attacks.put(
        "XSW1, a forged root around the signature with the genuine root in it",
        ROOT
            + FORGED
            + SIGNATURE.replace("</ds:Signature>", ROOT + GENUINE + end + "</ds:Signature>")
            + end);
    attacks.put(
        "XSW2, the genuine root detached before the signature",
        ROOT + FORGED + ROOT + GENUINE + end + SIGNATURE + end);
    attacks.put(
        "XSW3, the forged content before the genuine", ROOT + FORGED + GENUINE + SIGNATURE + end);
    attacks.put(
        "XSW4, the genuine content inside the forged",
        ROOT + FORGED.replace("</don>", GENUINE + "</don>") + SIGNATURE + end);
    attacks.put(
        "XSW5, the genuine content behind everything", ROOT + FORGED + SIGNATURE + GENUINE + end);
    attacks.put(
        "XSW6, the genuine content inside the signature inside the forged",
        ROOT
            + FORGED.replace(
                "</don>",
                SIGNATURE.replace("</ds:Signature>", GENUINE + "</ds:Signature>") + "</don>")
            + end);
    attacks.put(
        "XSW7, the genuine content in an extension",
        ROOT + "<mo-rong>" + GENUINE + "</mo-rong>" + FORGED + SIGNATURE + end);
    attacks.put(
        "XSW8, the genuine content in an object of the signature", ROOT + FORGED + inObject + end);
    attacks.put(
        "the forged content under the same Id",
        ROOT + FORGED.replace("forged", "genuine") + GENUINE + SIGNATURE + end);
    attacks.put(
        "the forged content under an Id of another spelling",
        ROOT + FORGED.replace("Id=\"forged\"", "ID=\"genuine\"") + GENUINE + SIGNATURE + end);
    attacks.put(
        "the forged content alone", ROOT + FORGED.replace("forged", "genuine") + SIGNATURE + end);

    for (Map.Entry<String, String> attack : attacks.entrySet()) {
      var report = verify(utf8(attack.getValue()));

      assertThat(report.verdict())
          .as(attack.getKey() + ": " + report.summary())
          .isNotEqualTo(VALID);
      assertThat(report.verdict()).isNotEqualTo(Verdict.UNSIGNED);
      if (report.verdict() == INDETERMINATE
          && report.signatures().stream().allMatch(SignatureReport::cryptoIntact)) {
        assertThat(report.uncovered()).as(attack.getKey()).isNotEmpty();
      }
    }
  }
}
