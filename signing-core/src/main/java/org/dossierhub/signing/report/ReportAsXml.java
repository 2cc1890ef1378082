package org.dossierhub.signing.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.dossierhub.signing.verification.ReportInWords;
import org.dossierhub.signing.verification.SignatureReport;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * A report by ETSI TS 119 102-2 v1.4.1. It is made from the verdict and not from the report the
 * validation library can make: that one knows nothing of what our own reading of a file found, and
 * would call passed what is not.
 *
 * <p>What the standard has no element for stands as ReportData, each with a type of ours.
 */
final class ReportAsXml {
  private static final String VR = "http://uri.etsi.org/19102/v1.4.1#";
  private static final String DS = "http://www.w3.org/2000/09/xmldsig#";
  private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
  private static final String SHA_256 = "http://www.w3.org/2001/04/xmlenc#sha256";
  private static final String ETSI = "urn:etsi:019102:";

  /** TS 119 102-2 leaves a file without signatures to the validator; this is what DSS says. */
  private static final String NO_SIGNATURE = "urn:cef:dss:mainindication:noSignatureFound";

  private static final String OURS = "urn:dossier-hub:report:";

  /** Bytes of validation objects; a sealed report ends at 4 MB. What is more is named by digest. */
  private static final int MOST_EMBEDDED = 1 << 20;

  private final XMLStreamWriter xml;
  private final ValidationObjects objects;
  private final ReportContent content;
  private final ValidationReport report;
  private final ReportInWords words;

  private ReportAsXml(ReportContent content, XMLStreamWriter xml) {
    this.content = content;
    this.report = content.report();
    this.objects = new ValidationObjects(content.proofs());
    this.words = ReportInWords.in(content.language());
    this.xml = xml;
  }

  static byte[] of(ReportContent content) {
    var out = new ByteArrayOutputStream();
    try {
      var writer =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      new ReportAsXml(content, writer).write();
      writer.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("Writing into memory does not fail", e);
    }
    return out.toByteArray();
  }

  private void write() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("vr", "ValidationReport", VR);
    xml.writeNamespace("vr", VR);
    xml.writeNamespace("ds", DS);
    xml.writeNamespace("xades", XADES);
    if (report.signatures().isEmpty()) {
      withoutSignature();
    }
    int number = 0;
    for (var signature : report.signatures()) {
      signature(++number, signature);
    }
    objects();
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void objects() throws XMLStreamException {
    if (objects.all().isEmpty()) {
      return;
    }
    start("SignatureValidationObjects");
    int embedded = 0;
    for (var object : objects.all().entrySet()) {
      var proof = object.getValue();
      start("ValidationObject");
      xml.writeAttribute("id", object.getKey());
      element(
          "ObjectType",
          ETSI
              + "validationObject:"
              + switch (proof.kind()) {
                case CERTIFICATE -> "certificate";
                case REVOCATION_LIST -> "CRL";
                case OCSP_ANSWER -> "OCSPResponse";
                default -> "timestamp";
              });
      start("ValidationObjectRepresentation");
      embedded += proof.bytes().length;
      if (embedded <= MOST_EMBEDDED) {
        element("base64", Base64.getEncoder().encodeToString(proof.bytes()));
      } else {
        embedded -= proof.bytes().length;
        start("DigestAlgAndValue");
        digest(proof.digest().hex());
        end(1);
      }
      end(2);
    }
    end(1);
  }

  private void path(SignatureReport signature) throws XMLStreamException {
    var found = objects.pathOf(signature);
    if (found.isEmpty()) {
      return;
    }
    start("CertificateChain");
    reference("SigningCertificate", found.get().signer());
    for (var authority : found.get().authorities()) {
      reference("IntermediateCertificate", authority);
    }
    // only a path that was trusted ends in an anchor
    if (found.get().anchor().isPresent() && signature.indication().equals("TOTAL_PASSED")) {
      reference("TrustAnchor", found.get().anchor().get());
    }
    end(1);
  }

  private void reference(String element, String name) throws XMLStreamException {
    start(element);
    xml.writeAttribute("VOReference", name);
    end(1);
  }

  private void digest(String hex) throws XMLStreamException {
    xml.writeStartElement("ds", "DigestMethod", DS);
    xml.writeAttribute("Algorithm", SHA_256);
    xml.writeEndElement();
    xml.writeStartElement("ds", "DigestValue", DS);
    xml.writeCharacters(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)));
    xml.writeEndElement();
  }

  private void withoutSignature() throws XMLStreamException {
    start("SignatureValidationReport");
    policy(report.policy());
    time(report.at());
    document();
    process();
    start("SignatureValidationStatus");
    element(
        "MainIndication",
        switch (report.verdict()) {
          case UNSIGNED -> NO_SIGNATURE;
          case INVALID -> ETSI + "mainindication:total-failed";
          default -> ETSI + "mainindication:indeterminate";
        });
    start("AssociatedValidationReportData");
    start("AdditionalValidationReportData");
    file();
    end(4);
  }

  private void signature(int number, SignatureReport signature) throws XMLStreamException {
    start("SignatureValidationReport");
    start("SignatureIdentifier");
    xml.writeAttribute("id", "S-" + number);
    element("HashOnly", "false");
    element("DocHashOnly", "false");
    element("DAIdentifier", clean(signature.id()));
    end(1);
    policy(signature.policy());
    time(signature.provenTime().orElse(report.at()));
    document();
    if (signature.claimedTime().isPresent()) {
      start("SignatureAttributes");
      start("SigningTime");
      xml.writeAttribute("Signed", "true");
      element("Time", signature.claimedTime().get().toString());
      end(2);
    }
    process();
    status(signature);
    end(1);
  }

  private void status(SignatureReport signature) throws XMLStreamException {
    start("SignatureValidationStatus");
    element(
        "MainIndication",
        ETSI
            + "mainindication:"
            + switch (signature.indication()) {
              case "TOTAL_PASSED" -> "total-passed";
              case "TOTAL_FAILED" -> "total-failed";
              default -> "indeterminate";
            });
    if (!signature.subIndication().isEmpty()) {
      element("SubIndication", ETSI + "subindication:" + signature.subIndication());
    }
    start("AssociatedValidationReportData");
    path(signature);
    start("AdditionalValidationReportData");
    data("signature:verdict", signature.verdict().name());
    data("signature:reason", signature.reason());
    data("signature:explanation", words.explanation(signature));
    data("signature:remedy", words.remedy(signature));
    data("signature:format", (signature.format() + " " + signature.level()).strip());
    data("signature:role", signature.role().name());
    data("signature:signer", signature.signer());
    data("signature:issuer", signature.issuer());
    data("signature:managed-by", signature.managedBy());
    data("signature:integrity", String.valueOf(signature.cryptoIntact()));
    data("signature:covers-whole-document", String.valueOf(signature.coversWholeDocument()));
    if (signature.provenTime().isPresent()) {
      data("signature:proven-time", signature.provenTime().get().toString());
    }
    if (signature.notBefore().isPresent() && signature.notAfter().isPresent()) {
      data("certificate:not-before", signature.notBefore().get().toString());
      data("certificate:not-after", signature.notAfter().get().toString());
    }
    if (signature.certificate().isPresent()) {
      data("certificate:issuer", signature.certificate().get().issuer());
      data("certificate:serial", signature.certificate().get().serial().toString(16));
    }
    for (var note : words.notes(signature)) {
      data("signature:note", note);
    }
    file();
    end(3);
  }

  /** What is so for the whole file; every signature of it says so. */
  private void file() throws XMLStreamException {
    data("file:name", report.fileName());
    data("file:verdict", report.verdict().name());
    data("file:reason", report.reason());
    data("file:sentence", words.sentence(report));
    for (var change : report.changes()) {
      data(
          change.allowed() ? "file:change-permitted" : "file:change-not-permitted",
          words.change(change));
    }
    for (var part : report.uncovered()) {
      data("file:uncovered", part);
    }
    for (var remark : content.remarks()) {
      data("file:remark", remark);
    }
    if (content.assumedTrusted()) {
      data("file:assumed-trusted", "true");
    }
    data("report:sealed", String.valueOf(content.sealing().isPresent()));
  }

  private void policy(String name) throws XMLStreamException {
    start("ValidationConstraintsEvaluationReport");
    start("SignatureValidationPolicy");
    start("SignaturePolicyIdentifier");
    xml.writeStartElement("xades", "SignaturePolicyImplied", XADES);
    xml.writeEndElement();
    end(1);
    element("PolicyName", clean(name));
    end(2);
  }

  private void time(Instant best) throws XMLStreamException {
    start("ValidationTimeInfo");
    element("ValidationTime", report.at().toString());
    start("BestSignatureTime");
    element("POETime", best.toString());
    element("TypeOfProof", ETSI + "poetype:validation");
    end(2);
  }

  private void document() throws XMLStreamException {
    start("SignersDocument");
    start("DigestAlgAndValue");
    digest(report.digest().hex());
    end(2);
  }

  private void process() throws XMLStreamException {
    start("SignatureValidationProcess");
    element("SignatureValidationProcessID", ETSI + "validationprocess:LTA");
    end(1);
  }

  private void data(String type, String value) throws XMLStreamException {
    start("ReportData");
    element("Type", OURS + type);
    element("Value", clean(value));
    end(1);
  }

  private void start(String name) throws XMLStreamException {
    xml.writeStartElement("vr", name, VR);
  }

  private void end(int many) throws XMLStreamException {
    for (int i = 0; i < many; i++) {
      xml.writeEndElement();
    }
  }

  private void element(String name, String text) throws XMLStreamException {
    start(name);
    xml.writeCharacters(text);
    end(1);
  }

  private static String clean(String text) {
    return ReportPassages.clean(text);
  }
}
