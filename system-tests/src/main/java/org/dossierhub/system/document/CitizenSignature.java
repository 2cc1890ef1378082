package org.dossierhub.system.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Calendar;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAttributeTableGenerationException;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * A PAdES baseline-B signature (ETSI EN 319 142-1) as a citizen's program at home would make it,
 * with PDFBox and Bouncy Castle directly and nothing of the hub.
 */
public final class CitizenSignature {
  private CitizenSignature() {}

  public static byte[] sign(byte[] pdf, PrivateKey key, List<X509Certificate> chain) {
    try (PDDocument document = Loader.loadPDF(pdf);
        SignatureOptions options = new SignatureOptions()) {
      var signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(org.apache.pdfbox.cos.COSName.getPDFName("ETSI.CAdES.detached"));
      signature.setSignDate(Calendar.getInstance());
      options.setPreferredSignatureSize(20_000);
      document.addSignature(signature, content -> cms(content, key, chain), options);
      var out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot sign the PDF", e);
    }
  }

  private static byte[] cms(InputStream content, PrivateKey key, List<X509Certificate> chain)
      throws IOException {
    try {
      var certificate = chain.get(0);
      var reference =
          new SigningCertificateV2(
              new ESSCertIDv2(
                  MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
      var generator = new CMSSignedDataGenerator();
      var builder =
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(new PadesAttributes(reference));
      generator.addSignerInfoGenerator(
          builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key), certificate));
      generator.addCertificates(new JcaCertStore(chain));
      CMSTypedData data = new CMSProcessableByteArray(content.readAllBytes());
      return generator.generate(data, false).getEncoded("DER");
    } catch (GeneralSecurityException | OperatorCreationException | CMSException e) {
      throw new IOException("Cannot make the signature", e);
    }
  }

  /**
   * The signed attributes PAdES wants: the reference to the certificate, and no signing-time (EN
   * 319 142-1, 6.3).
   */
  private record PadesAttributes(SigningCertificateV2 reference)
      implements org.bouncycastle.cms.CMSAttributeTableGenerator {
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public AttributeTable getAttributes(java.util.Map parameters)
        throws CMSAttributeTableGenerationException {
      var usual = new DefaultSignedAttributeTableGenerator().getAttributes(parameters);
      var attributes = new ASN1EncodableVector();
      var table = usual.remove(PKCSObjectIdentifiers.pkcs_9_at_signingTime);
      for (int i = 0; i < table.toASN1EncodableVector().size(); i++) {
        attributes.add(table.toASN1EncodableVector().get(i));
      }
      attributes.add(
          new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(reference)));
      return new AttributeTable(attributes);
    }
  }
}
