package org.dossierhub.signing.verification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Certificate revocation lists imported by file, for networks without Internet, in front of another
 * source.
 */
public final class ImportedLists implements RevocationSource {
  private final List<byte[]> lists;
  private final RevocationSource others;

  private ImportedLists(List<byte[]> lists, RevocationSource others) {
    this.lists = List.copyOf(lists);
    this.others = others;
  }

  /**
   * The lists in files and in all files of folders (DER or PEM).
   *
   * @throws IllegalArgumentException if a file is not a list
   */
  public static ImportedLists in(Collection<Path> places, RevocationSource others)
      throws IOException {
    var lists = new ArrayList<byte[]>();
    for (var place : places) {
      if (Files.isDirectory(place)) {
        try (var files = Files.list(place)) {
          for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
            lists.addAll(read(file));
          }
        }
      } else {
        lists.addAll(read(place));
      }
    }
    return new ImportedLists(lists, others);
  }

  private static List<byte[]> read(Path file) throws IOException {
    try {
      var lists = new ArrayList<byte[]>();
      var in = new ByteArrayInputStream(Files.readAllBytes(file));
      for (var list : CertificateFactory.getInstance("X.509").generateCRLs(in)) {
        lists.add(((java.security.cert.X509CRL) list).getEncoded());
      }
      if (lists.isEmpty()) {
        throw new IllegalArgumentException("No certificate revocation list in " + file);
      }
      return lists;
    } catch (CertificateException | CRLException e) {
      throw new IllegalArgumentException("Not a certificate revocation list: " + file, e);
    }
  }

  @Override
  public Optional<byte[]> ocsp(URI responder, byte[] request) {
    return others.ocsp(responder, request);
  }

  @Override
  public Optional<byte[]> crl(URI distributionPoint) {
    return others.crl(distributionPoint);
  }

  @Override
  public Collection<byte[]> importedLists() {
    return lists;
  }
}
