package org.dossierhub.signing.verification;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.bouncycastle.cert.X509CertificateHolder;

/** The anchors and intermediates in the form that bytes of a file are compared with, read once. */
record KnownAuthorities(List<X509CertificateHolder> certificates, Set<ByteBuffer> encodings) {
  private static final Map<TrustAnchors, KnownAuthorities> READ =
      Collections.synchronizedMap(new WeakHashMap<>());

  KnownAuthorities {
    certificates = List.copyOf(certificates);
    encodings = Set.copyOf(encodings);
  }

  static KnownAuthorities of(TrustAnchors anchors) {
    return READ.computeIfAbsent(anchors, KnownAuthorities::read);
  }

  private static KnownAuthorities read(TrustAnchors anchors) {
    var certificates = new ArrayList<X509CertificateHolder>();
    var encodings = new HashSet<ByteBuffer>();
    read(anchors.all(), certificates, encodings);
    read(anchors.intermediates(), certificates, encodings);
    return new KnownAuthorities(certificates, encodings);
  }

  private static void read(
      Collection<X509Certificate> some,
      List<X509CertificateHolder> certificates,
      Set<ByteBuffer> encodings) {
    for (var certificate : some) {
      try {
        var encoded = certificate.getEncoded();
        certificates.add(new X509CertificateHolder(encoded));
        encodings.add(ByteBuffer.wrap(encoded).asReadOnlyBuffer());
      } catch (IOException | CertificateEncodingException e) {
        throw new IllegalStateException("A certificate that was read can be written", e);
      }
    }
  }
}
