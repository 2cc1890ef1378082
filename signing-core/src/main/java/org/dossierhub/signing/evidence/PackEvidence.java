package org.dossierhub.signing.evidence;

import eu.europa.esig.dss.alert.exception.AlertException;
import eu.europa.esig.dss.asic.cades.ASiCWithCAdESSignatureParameters;
import eu.europa.esig.dss.asic.cades.signature.ASiCWithCAdESService;
import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.proof.ProofSources;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.token.SigningToken;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;

/**
 * Puts files and the evidence records of some of them into one ASiC-E container (EN 319 162-1) that
 * is verified with nothing else at hand: signed over all files with CAdES, whose manifest, unlike
 * that of XAdES, is signed itself. Safe for use by many threads; the files are held in memory.
 */
public final class PackEvidence {
  private final ProofSources sources;
  private final Clock clock;

  public PackEvidence(
      TimestampAuthority authority,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock) {
    this.sources = new ProofSources(authority, anchors, revocation);
    this.clock = clock;
  }

  /**
   * A file of the container; the name is a path inside it, outside of {@code META-INF}.
   *
   * @param record that proves since when the file exists (RFC 4998, DER), when there is one
   */
  public record PackedFile(String name, byte[] content, Optional<byte[]> record) {}

  /** Signed with CAdES baseline B; whoever verifies it later has to ask for revocation data. */
  public byte[] pack(List<PackedFile> files, SigningToken token) {
    return withRecords(DSSUtils.toByteArray(signed(files, token)), files);
  }

  /**
   * With a time-stamp and all that verifying needs (baseline LT). IOException means that somebody
   * did not answer; the same call later may succeed.
   */
  public byte[] packForLater(List<PackedFile> files, SigningToken token) throws IOException {
    var parameters = parameters(SignatureLevel.CAdES_BASELINE_LT, token);
    var service = new ASiCWithCAdESService(sources.verifier());
    service.setTspSource(sources.timestamps());
    try {
      return withRecords(
          DSSUtils.toByteArray(service.extendDocument(signed(files, token), parameters)), files);
    } catch (AlertException e) {
      throw new IOException("The proofs for later are not complete: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private DSSDocument signed(List<PackedFile> files, SigningToken token) {
    List<DSSDocument> documents = new ArrayList<>();
    files.forEach(file -> documents.add(new InMemoryDocument(file.content(), file.name())));
    var parameters = parameters(SignatureLevel.CAdES_BASELINE_B, token);
    var service = new ASiCWithCAdESService(new CommonCertificateVerifier(true));
    var toBeSigned = service.getDataToSign(documents, parameters).getBytes();
    var value = new SignatureValue(algorithm(token), token.sign(toBeSigned));
    return service.signDocument(documents, parameters, value);
  }

  private ASiCWithCAdESSignatureParameters parameters(SignatureLevel level, SigningToken token) {
    var parameters = new ASiCWithCAdESSignatureParameters();
    parameters.setSignatureLevel(level);
    parameters.aSiC().setContainerType(ASiCContainerType.ASiC_E);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.setSigningCertificate(new CertificateToken(token.certificate()));
    parameters.setCertificateChain(token.chain().stream().map(CertificateToken::new).toList());
    parameters.bLevel().setSigningDate(Date.from(clock.instant()));
    return parameters;
  }

  private static SignatureAlgorithm algorithm(SigningToken token) {
    return token.certificate().getPublicKey().getAlgorithm().equals("RSA")
        ? SignatureAlgorithm.RSA_SHA256
        : SignatureAlgorithm.ECDSA_SHA256;
  }

  /** The records need no signature: each proves itself. */
  private static byte[] withRecords(byte[] container, List<PackedFile> files) {
    var out = new ByteArrayOutputStream(container.length);
    try (var in = new ZipInputStream(new ByteArrayInputStream(container), StandardCharsets.UTF_8);
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        add(zip, entry.getName(), in.readAllBytes());
      }
      int number = 0;
      for (var file : files) {
        if (file.record().isPresent()) {
          number++;
          var record = "META-INF/evidencerecord%03d.ers".formatted(number);
          add(zip, record, file.record().get());
          add(
              zip,
              "META-INF/ASiCEvidenceRecordManifest%03d.xml".formatted(number),
              manifest(record, file).getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory cannot fail", e);
    }
    return out.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    if (name.equals("mimetype")) { // EN 319 162-1, A.1: the first entry, not compressed
      var sum = new CRC32();
      sum.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(sum.getValue());
    }
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** EN 319 162-1, A.7. */
  private static String manifest(String record, PackedFile file) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\
        <asic:SigReference URI="%s" MimeType="application/octet-stream"/>\
        <asic:DataObjectReference URI="%s">\
        <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>\
        <ds:DigestValue>%s</ds:DigestValue>\
        </asic:DataObjectReference></asic:ASiCManifest>"""
        .formatted(
            record,
            file.name(),
            Base64.getEncoder().encodeToString(Sha256.of(file.content()).bytes()));
  }
}
