package org.dossierhub.signing.pdf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A signature between its two steps, while a key elsewhere makes the value: everything the second
 * step needs is kept here and nothing is computed again from changed parameters.
 */
public final class PendingSignature {
  private static final String FORM = "dossier-hub/pending-signature/1";

  private final byte[] document;
  private final byte[] toBeSigned;
  private final List<X509Certificate> chain;
  private final Instant signingTime;

  PendingSignature(
      byte[] document, byte[] toBeSigned, List<X509Certificate> chain, Instant signingTime) {
    this.document = document;
    this.toBeSigned = toBeSigned;
    this.chain = List.copyOf(chain);
    this.signingTime = signingTime;
  }

  /** The bytes over which the key makes its signature value (SHA-256, scheme of the key). */
  public byte[] toBeSigned() {
    return toBeSigned.clone();
  }

  /** The signer's certificate first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The signing time that will be claimed. */
  public Instant signingTime() {
    return signingTime;
  }

  byte[] document() {
    return document;
  }

  /** The whole of it as bytes, to be kept wherever the caller keeps such things. */
  public byte[] written() {
    var bytes = new ByteArrayOutputStream(document.length + 16384);
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(FORM);
      out.writeLong(signingTime.getEpochSecond());
      part(out, toBeSigned);
      out.writeInt(chain.size());
      for (var certificate : chain) {
        part(out, certificate.getEncoded());
      }
      part(out, document);
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException("Writing into memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static void part(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }

  /** What {@link #written()} gave; IllegalArgumentException for anything else. */
  public static PendingSignature read(byte[] written) {
    try (var in = new DataInputStream(new ByteArrayInputStream(written))) {
      if (!FORM.equals(in.readUTF())) {
        throw new IllegalArgumentException("Not a pending signature of the form " + FORM);
      }
      var signingTime = Instant.ofEpochSecond(in.readLong());
      var toBeSigned = part(in);
      var factory = CertificateFactory.getInstance("X.509");
      var chain = new ArrayList<X509Certificate>();
      for (var left = in.readInt(); left > 0; left--) {
        chain.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(part(in))));
      }
      return new PendingSignature(part(in), toBeSigned, chain, signingTime);
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException("Not a pending signature", e);
    }
  }

  private static byte[] part(DataInputStream in) throws IOException {
    var length = in.readInt();
    var part = length < 0 ? new byte[0] : in.readNBytes(length);
    if (part.length != length) {
      throw new EOFException("expected " + length + " bytes, found " + part.length);
    }
    return part;
  }
}
