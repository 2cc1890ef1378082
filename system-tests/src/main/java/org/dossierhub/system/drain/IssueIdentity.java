package org.dossierhub.system.drain;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.neighbour.SystemIdentity;

/**
 * Issues certificates for more agencies' systems than {@code certs/pki.xml} declares, with the keys
 * of the installation's own development authority: like that of a declared agency, but for name,
 * serial number and key (RSA-2048).
 */
final class IssueIdentity {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Of what everything but name, number and key is taken. */
  private static final String PATTERN = "agency-h99-151";

  private final Path identities;
  private final SystemIdentity pattern;
  private final SystemIdentity issuer;

  IssueIdentity(Installation hub) {
    identities = hub.identities();
    pattern = SystemIdentity.open(identities, PATTERN);
    issuer = authority(hub.home().resolve("pki/authorities"), pattern.chain().get(1));
  }

  private static SystemIdentity authority(Path folder, X509Certificate wanted) {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".p12"))
          .map(name -> SystemIdentity.open(folder, name.substring(0, name.length() - 4)))
          .filter(authority -> authority.certificate().equals(wanted))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("Nobody in " + folder + " issued " + PATTERN));
    } catch (IOException e) {
      throw new IllegalStateException("The authorities in " + folder + " cannot be read", e);
    }
  }

  /** Writes {@code NAME.p12}, {@code .password} and {@code .crt.pem} beside the declared ones. */
  void issue(String name, String commonName) {
    try {
      var keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(2048, RANDOM);
      var pair = keys.generateKeyPair();
      var like = new JcaX509CertificateHolder(pattern.certificate());
      var builder =
          new JcaX509v3CertificateBuilder(
              like.getIssuer(),
              new BigInteger(126, RANDOM).setBit(126),
              like.getNotBefore(),
              like.getNotAfter(),
              new X500Name("C=VN, L=Tỉnh Bình Minh, CN=" + commonName),
              pair.getPublic());
      for (var oid : like.getExtensions().getExtensionOIDs()) {
        if (oid.equals(Extension.subjectKeyIdentifier)) {
          builder.addExtension(
              oid, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        } else {
          builder.addExtension(like.getExtension(oid));
        }
      }
      var certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer.key())));
      var chain = new ArrayList<X509Certificate>(List.of(certificate));
      chain.addAll(issuer.chain());
      var password = password();
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          name, pair.getPrivate(), password.toCharArray(), chain.toArray(Certificate[]::new));
      Files.writeString(identities.resolve(name + ".password"), password);
      Files.writeString(identities.resolve(name + ".crt.pem"), pem(chain));
      try (var out = Files.newOutputStream(identities.resolve(name + ".p12"))) {
        store.store(out, password.toCharArray());
      }
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("No certificate could be made for " + name, e);
    } catch (IOException e) {
      throw new IllegalStateException("The identity " + name + " could not be written", e);
    }
  }

  private static String password() {
    var random = new byte[24];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static String pem(List<X509Certificate> chain) throws GeneralSecurityException {
    var text = new StringBuilder();
    var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    for (var certificate : chain) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(lines.encodeToString(certificate.getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }
}
