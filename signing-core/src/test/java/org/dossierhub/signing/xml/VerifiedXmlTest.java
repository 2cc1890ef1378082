package org.dossierhub.signing.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.dossierhub.signing.xml.NotGenuine.Reason.BROKEN;
import static org.dossierhub.signing.xml.NotGenuine.Reason.LIMIT_EXCEEDED;
import static org.dossierhub.signing.xml.NotGenuine.Reason.NOT_XML;
import static org.dossierhub.signing.xml.NotGenuine.Reason.WEAK_ALGORITHM;
import static org.dossierhub.signing.xml.NotGenuine.Reason.WRONG_CERTIFICATE;
import static org.dossierhub.signing.xml.NotGenuine.Reason.WRONG_SHAPE;

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
import eu.europa.esig.dss.xades.reference.CanonicalizationTransform;
import eu.europa.esig.dss.xades.reference.DSSReference;
import eu.europa.esig.dss.xades.reference.EnvelopedSignatureTransform;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedXmlTest {
  private static final SignXml SIGN = new SignXml(Clock.systemUTC());
  private static final String SIGNED =
      new String(
          SIGN.signEnveloped(SignXmlTest.MANIFEST, SignXmlTest.token("agency-h99-21")),
          StandardCharsets.UTF_8);
  private static final String SIGNATURE =
      SIGNED.substring(SIGNED.indexOf("<ds:Signature xmlns"), SIGNED.indexOf("</m:manifest>"));
  private static final String CONTENT = SIGNED.replace(SIGNATURE, "");

  private static void refused(NotGenuine.Reason reason, String xml) {
    refused(reason, xml.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(NotGenuine.Reason reason, byte[] xml) {
    assertThatThrownBy(() -> VerifiedXml.read(xml))
        .asInstanceOf(type(NotGenuine.class))
        .extracting(NotGenuine::reason)
        .isEqualTo(reason);
  }

  @Test
  void white_space_between_the_parts_of_the_signature_that_are_not_signed_is_harmless()
      throws Exception {
    var spaced = SIGNED.replace("<ds:KeyInfo>", "\n  <ds:KeyInfo>\n<!-- chứng thư -->");
    assertThat(VerifiedXml.read(spaced.getBytes(StandardCharsets.UTF_8)).content())
        .isEqualTo(VerifiedXml.read(SIGNED.getBytes(StandardCharsets.UTF_8)).content());
  }

  @Test
  void A8_1_the_genuine_document_wrapped_into_a_forged_root_is_refused() {
    refused(
        WRONG_SHAPE, "<m:manifest xmlns:m='urn:test:manifest'>forged" + SIGNED + "</m:manifest>");
  }

  @Test
  void A8_2_the_genuine_content_moved_into_the_signature_of_a_forged_document_is_refused() {
    var object = "<ds:Object>" + CONTENT + "</ds:Object></ds:Signature>";
    refused(
        WRONG_SHAPE,
        "<m:manifest xmlns:m='urn:test:manifest'>forged"
            + SIGNATURE.replace("</ds:Signature>", object)
            + "</m:manifest>");
  }

  @Test
  void A8_3_a_reference_to_a_part_instead_of_the_document_is_refused() {
    var byId = SIGNED.replace("URI=\"\"", "URI=\"#genuine\"");
    refused(
        WRONG_SHAPE,
        byId.replace(
            "</m:manifest>", CONTENT.replace(" id=", " Id='genuine' id=") + "</m:manifest>"));
  }

  @Test
  void A8_4_a_second_set_of_properties_under_the_same_identifier_is_refused() {
    var properties =
        SIGNED.substring(
            SIGNED.indexOf("<xades:SignedProperties"),
            SIGNED.indexOf("</xades:QualifyingProperties>"));
    var other = properties.replaceFirst("<xades:SigningTime>20..", "<xades:SigningTime>2099");
    refused(WRONG_SHAPE, SIGNED.replace(properties, other + properties));
    refused(BROKEN, SIGNED.replace(properties, other));
    // beside the signature, where a search by identifier would find it first
    refused(BROKEN, SIGNED.replace("<m:part", properties + "<m:part"));
  }

  @Test
  void a_second_signature_and_no_signature_are_refused() {
    refused(WRONG_SHAPE, SIGNED.replace("</m:manifest>", SIGNATURE + "</m:manifest>"));
    refused(WRONG_SHAPE, CONTENT);
    refused(WRONG_SHAPE, CONTENT.replace("<m:part", "<m:x>" + SIGNATURE + "</m:x><m:part"));
  }

  /** EN 319 132-1, 6.3: without them it is no baseline signature, however genuine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<xades:SigningTime>.*</xades:SigningTime>",
        "(?<=<xades:SigningTime>).*(?=</xades:SigningTime>)",
        "<xades:SigningCertificateV2>.*</xades:SigningCertificateV2>",
        "<xades:SignedDataObjectProperties>.*</xades:SignedDataObjectProperties>",
        "<xades:DataObjectFormat .*</xades:DataObjectFormat>",
        "<xades:MimeType>.*</xades:MimeType>",
        "(?<=ObjectReference=\")#content",
      })
  void a_signature_that_lacks_what_the_baseline_asks_for_is_refused(String missing) {
    var without = SIGNED.replaceFirst(missing, "");
    assertThat(without).isNotEqualTo(SIGNED);
    refused(WRONG_SHAPE, without);
  }

  @Test
  void changed_content_and_a_changed_value_are_refused() {
    refused(BROKEN, SIGNED.replace("1024", "1025"));
    refused(BROKEN, SIGNED.replace("<m:part", "<m:part name=\"them.pdf\"/><m:part"));
    var value = SIGNED.substring(SIGNED.indexOf("<ds:SignatureValue>") + 19);
    var changed = (value.charAt(0) == 'A' ? 'B' : 'A') + value.substring(1);
    refused(BROKEN, SIGNED.replace(value, changed));
  }

  @Test
  void a_digest_made_to_fit_changed_content_is_refused() throws Exception {
    var changed = SIGNED.replace("1024", "1025");
    var other =
        new String(
            SIGN.signEnveloped(
                CONTENT.replace("1024", "1025").getBytes(StandardCharsets.UTF_8),
                SignXmlTest.token("stranger")),
            StandardCharsets.UTF_8);
    refused(BROKEN, changed.replace(firstDigest(changed), firstDigest(other)));
  }

  private static String firstDigest(String xml) {
    var from = xml.indexOf("<ds:DigestValue>", xml.indexOf("<ds:SignedInfo"));
    return xml.substring(from, xml.indexOf("</ds:DigestValue>", from));
  }

  @Test
  void A14_another_certificate_in_the_signature_is_refused() throws Exception {
    var genuine = encoded("agency-h99-21");
    refused(WRONG_CERTIFICATE, SIGNED.replace(genuine, encoded("impostor")));
    refused(WRONG_CERTIFICATE, SIGNED.replace(genuine, "AAAA"));
  }

  private static String encoded(String name) throws Exception {
    return Base64.getEncoder().encodeToString(SignXmlTest.token(name).certificate().getEncoded());
  }

  @Test
  void A13_weak_and_confused_algorithms_are_refused() throws Exception {
    var sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    refused(WEAK_ALGORITHM, SIGNED.replace(sha256, "http://www.w3.org/2000/09/xmldsig#sha1"));
    var rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    for (var method :
        new String[] {
          "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
          "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
          "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
          "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
          ""
        }) {
      refused(WEAK_ALGORITHM, SIGNED.replace(rsa, method));
    }
    refused(
        WEAK_ALGORITHM, SIGN.signEnveloped(SignXmlTest.MANIFEST, SignXmlTest.token("leader-weak")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/2000/09/xmldsig#base64",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
      })
  void A10_transforms_that_are_not_on_the_list_are_refused(String transform) {
    refused(
        WEAK_ALGORITHM,
        SIGNED.replace(
            "Algorithm=\"" + Xml.EXCLUSIVE + "\"></ds:Transform>",
            "Algorithm=\"" + transform + "\"></ds:Transform>"));
  }

  @Test
  void A10_parameters_of_a_transform_are_refused() {
    refused(
        WEAK_ALGORITHM,
        SIGNED.replaceFirst(
            "></ds:Transform></ds:Transforms>",
            "><ds:XPath>1</ds:XPath></ds:Transform></ds:Transforms>"));
  }

  @Test
  void A9_document_types_and_entities_are_refused() {
    refused(NOT_XML, "<!DOCTYPE m SYSTEM 'file:///etc/passwd'>" + SIGNED);
    refused(NOT_XML, "<!DOCTYPE m [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>" + SIGNED);
    refused(NOT_XML, SIGNED.replace("1024", "&b;"));
    refused(NOT_XML, "<?xml version='1.1'?>" + SIGNED);
  }

  @Test
  void A10_documents_beyond_the_limits_are_refused_before_a_tree_is_built() {
    refused(LIMIT_EXCEEDED, "<a>".repeat(65) + "</a>".repeat(65));
    refused(LIMIT_EXCEEDED, "<a>" + "<b/>".repeat(Xml.MOST_ELEMENTS) + "</a>");
    refused(LIMIT_EXCEEDED, "<a" + " b%d='' ".repeat(33).formatted(numbers()) + "/>");
    refused(LIMIT_EXCEEDED, "<a>" + " ".repeat(Xml.MOST_BYTES) + "</a>");
    refused(
        WRONG_SHAPE,
        SIGNED.replace(
            "<ds:Reference Type",
            "<ds:Reference URI=\"\"></ds:Reference>".repeat(5000) + "<ds:Reference Type"));
  }

  private static Object[] numbers() {
    var numbers = new Object[33];
    for (var i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "<a/>", "<a", "\u0000", "<?xml version='1.0' encoding='x'?><a/>"})
  void what_is_no_signed_xml_at_all_is_refused(String xml) {
    assertThatThrownBy(() -> VerifiedXml.read(xml.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(NotGenuine.class);
  }

  @Test
  void every_single_changed_byte_of_a_signed_document_is_refused_or_harmless() throws Exception {
    var signed = SIGNED.getBytes(StandardCharsets.UTF_8);
    var genuine = VerifiedXml.read(signed).content();
    for (var at = 0; at < signed.length; at += 11) {
      var changed = signed.clone();
      changed[at] ^= 4;
      byte[] read;
      try {
        read = VerifiedXml.read(changed).content();
      } catch (NotGenuine e) {
        continue;
      }
      assertThat(read).as("byte " + at).isEqualTo(genuine);
    }
  }

  @Test
  void signatures_made_by_dss_are_read() throws Exception {
    var token = SignXmlTest.token("agency-h99-151");
    var parameters = new XAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
    parameters.setSignaturePackaging(SignaturePackaging.ENVELOPED);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.setSigningCertificate(new CertificateToken(token.certificate()));
    var reference = new DSSReference();
    reference.setId("r");
    reference.setUri("");
    reference.setContents(new InMemoryDocument(SignXmlTest.MANIFEST));
    reference.setDigestMethodAlgorithm(DigestAlgorithm.SHA256);
    reference.setTransforms(
        List.of(new EnvelopedSignatureTransform(), new CanonicalizationTransform(Xml.EXCLUSIVE)));
    parameters.setReferences(List.of(reference));
    var service = new XAdESService(new CommonCertificateVerifier(true));
    var document = new InMemoryDocument(SignXmlTest.MANIFEST);
    var value = token.sign(service.getDataToSign(document, parameters).getBytes());
    var signed =
        service.signDocument(
            document, parameters, new SignatureValue(SignatureAlgorithm.RSA_SHA256, value));

    var verified = VerifiedXml.read(DSSUtils.toByteArray(signed));
    assertThat(verified.signer()).isEqualTo(token.certificate());
    assertThat(new String(verified.content(), StandardCharsets.UTF_8)).contains("don.pdf");
  }
}
