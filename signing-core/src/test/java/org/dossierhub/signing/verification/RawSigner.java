package org.dossierhub.signing.verification;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.dossierhub.pki.Identity;

/** Signs as careless or hostile programs do: nothing is checked, everything can be chosen. */
final class RawSigner {
  private final Identity signer;
  private Instant claimed = World.NOW;
  private String algorithm;
  private COSName subFilter = PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED;
  private boolean leafOnly;
  private String reason;
  private PDRectangle place;
  private int page;

  private RawSigner(Identity signer) {
    this.signer = signer;
    this.algorithm =
        signer.key().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }

  static RawSigner of(String name) {
    return new RawSigner(World.PKI.identity(name));
  }

  RawSigner claiming(Instant time) {
    claimed = time;
    return this;
  }

  RawSigner with(String signatureAlgorithm) {
    algorithm = signatureAlgorithm;
    return this;
  }

  /** Embeds the signer's certificate and nothing else. */
  RawSigner leafOnly() {
    leafOnly = true;
    return this;
  }

  /** Writes down why it signs. */
  RawSigner because(String why) {
    reason = why;
    return this;
  }

  /** Shows a white box there. */
  RawSigner shownOn(int page, PDRectangle place) {
    this.page = page;
    this.place = place;
    return this;
  }

  byte[] cms(byte[] content, boolean attached) {
    try {
      var generator = new CMSSignedDataGenerator();
      var attributes = new ASN1EncodableVector();
      attributes.add(
          new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(claimed)))));
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(
                  new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)))
              .build(
                  new JcaContentSignerBuilder(algorithm).build(signer.key()),
                  signer.certificate()));
      generator.addCertificates(
          new JcaCertStore(leafOnly ? signer.chain().subList(0, 1) : signer.chain()));
      return generator.generate(new CMSProcessableByteArray(content), attached).getEncoded();
    } catch (GeneralSecurityException | OperatorCreationException | CMSException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] sign(byte[] pdf) {
    try (var document = Loader.loadPDF(pdf)) {
      var signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(subFilter);
      var time = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
      time.setTimeInMillis(claimed.toEpochMilli());
      signature.setSignDate((Calendar) time);
      signature.setReason(reason);
      document.addSignature(signature);
      if (place != null) {
        show(document);
      }
      var out = new ByteArrayOutputStream();
      var pending = document.saveIncrementalForExternalSigning(out);
      pending.setSignature(cms(pending.getContent().readAllBytes(), false));
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void show(org.apache.pdfbox.pdmodel.PDDocument document) throws IOException {
    PDSignatureField last = null;
    for (var field : document.getSignatureFields()) {
      last = field;
    }
    var widget = last.getWidgets().get(0);
    var target = document.getPage(page - 1);
    var stream = new PDAppearanceStream(document);
    stream.setBBox(new PDRectangle(place.getWidth(), place.getHeight()));
    try (var data = stream.getStream().createOutputStream()) {
      data.write(
          "1 1 1 rg 0 0 1000 1000 re f".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    var appearance = new PDAppearanceDictionary();
    appearance.setNormalAppearance(stream);
    widget.setAppearance(appearance);
    widget.setRectangle(place);
    widget.setPage(target);
    for (var other : document.getPages()) {
      var annotations = new java.util.ArrayList<>(other.getAnnotations());
      annotations.removeIf(a -> a.getCOSObject() == widget.getCOSObject());
      if (other.getCOSObject() == target.getCOSObject()) {
        annotations.add(widget);
      }
      other.setAnnotations(annotations);
    }
    target.getCOSObject().setNeedToBeUpdated(true);
    widget.getCOSObject().setNeedToBeUpdated(true);
  }
}
