package org.dossierhub.signing.verification;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.dossierhub.signing.verification.pdf.PdfProof;

/**
 * What XML signatures carry along in base64 (XMLDSIG, KeyInfo; EN 319 132-1, unsigned properties):
 * certificates, revocation lists, OCSP answers, time-stamps. Read as strictly as it was written: a
 * character that a forgiving decoder skips is damage.
 */
final class EmbeddedValues {
  private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
  private static final String XADES = "http://uri.etsi.org/01903/";
  private static final Set<String> IN_DSIG = Set.of("X509Certificate", "X509CRL");
  private static final Set<String> IN_XADES =
      Set.of(
          "EncapsulatedX509Certificate",
          "EncapsulatedCRLValue",
          "EncapsulatedOCSPValue",
          "EncapsulatedTimeStamp");

  private final List<PdfProof> proofs = new ArrayList<>();
  private final List<byte[]> tokens = new ArrayList<>();
  private boolean unreadable;

  static boolean isOne(String namespace, String name) {
    return DSIG.equals(namespace) && IN_DSIG.contains(name)
        || namespace != null && namespace.startsWith(XADES) && IN_XADES.contains(name);
  }

  void add(String name, String text) {
    var written = text.replaceAll("[ \\t\\r\\n]", "");
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(written);
    } catch (IllegalArgumentException e) {
      unreadable = true;
      return;
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(written)) {
      unreadable = true; // padding that says something
      return;
    }
    switch (name) {
      case "X509Certificate", "EncapsulatedX509Certificate" ->
          proofs.add(new PdfProof(PdfProof.Kind.CERTIFICATE, bytes));
      case "X509CRL", "EncapsulatedCRLValue" ->
          proofs.add(new PdfProof(PdfProof.Kind.REVOCATION_LIST, bytes));
      case "EncapsulatedOCSPValue" -> proofs.add(new PdfProof(PdfProof.Kind.OCSP_ANSWER, bytes));
      default -> tokens.add(bytes);
    }
  }

  /** Takes those of another file in the same container. */
  void add(EmbeddedValues others) {
    proofs.addAll(others.proofs);
    tokens.addAll(others.tokens);
    unreadable |= others.unreadable;
  }

  boolean areDamaged(TrustAnchors anchors) {
    return unreadable || EmbeddedProofs.areDamaged(List.of(), tokens, proofs, anchors);
  }
}
