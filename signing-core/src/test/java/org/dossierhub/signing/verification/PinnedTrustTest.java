package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dossierhub.signing.verification.World.PKI;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate file is only ever a candidate; the fingerprint decides. */
class PinnedTrustTest {
  @TempDir Path folder;

  @Test
  void
      both_generations_of_the_government_root_and_the_national_root_are_pinned_with_their_source() {
    var pins = ProductionAnchors.ofTheProduct();

    assertThat(pins.stream().filter(p -> p.folder().equals("government"))).hasSize(2);
    assertThat(pins.stream().filter(p -> p.folder().equals("public"))).hasSize(1);
    assertThat(pins)
        .allSatisfy(
            pin -> {
              assertThat(pin.folder()).isIn("government", "public", "intermediates");
              assertThat(pin.source()).isNotBlank();
              assertThat(pin.published().getHost()).endsWith(".gov.vn");
            });
    assertThat(pins.stream().map(ProductionAnchors.PinnedAnchor::sha256)).doesNotHaveDuplicates();
  }

  @Test
  void the_development_pki_is_pinned_nowhere_and_read_as_before() throws Exception {
    developmentFolder();

    assertThat(TrustAnchors.load(folder).all()).isEqualTo(World.ANCHORS.all());
  }

  @Test
  void a_certificate_under_the_name_of_a_pinned_authority_is_refused_unless_it_is_the_pinned_one()
      throws Exception {
    developmentFolder();
    for (var pin : ProductionAnchors.ofTheProduct()) {
      var forged = folder.resolve(pin.folder()).resolve("forged.cer");
      Files.write(forged, selfIssued(pin.name()).getEncoded());

      assertThatThrownBy(() -> TrustAnchors.load(folder))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(pin.name())
          .hasMessageContaining(pin.sha256().hex())
          .hasMessageContaining(PinnedTrust.CONFIRMED);
      Files.delete(forged);
    }
  }

  @Test
  void the_operator_may_confirm_another_fingerprint_than_the_one_proposed() throws Exception {
    var root = selfIssued("Vietnam National Root CA");
    write("public", root);

    confirm("public " + fingerprint(root) + " # confirmed on paper, 2026-11-22");

    assertThat(TrustAnchors.load(folder).publicPki()).containsExactly(root);
  }

  @Test
  void with_a_list_of_the_operator_nothing_else_is_trusted_and_nothing_may_be_missing()
      throws Exception {
    var lines = developmentFolder();
    confirm(lines.toArray(String[]::new));
    assertThat(TrustAnchors.load(folder).all()).isEqualTo(World.ANCHORS.all());

    var added = write("government", PKI.identity("impostor-root").certificate());
    refused("impostor", fingerprint(PKI.identity("impostor-root").certificate()));
    Files.delete(added);

    var exchanged = folder.resolve("government/0.cer");
    var genuine = Files.readAllBytes(exchanged);
    Files.write(exchanged, PKI.identity("impostor-root").certificate().getEncoded());
    refused("exchanged", "does not list");
    Files.write(exchanged, genuine);

    Files.move(exchanged, folder.resolve("public/moved.cer"));
    refused("moved to the other hierarchy", "lists for government/");
    Files.delete(folder.resolve("public/moved.cer"));
    Files.write(folder.resolve("government/other.cer"), new byte[0]);
    Files.delete(folder.resolve("government/other.cer"));
    refused("missing", "no such certificate is there");
  }

  @Test
  void a_list_that_cannot_be_read_names_the_line() throws Exception {
    var lines = new ArrayList<>(developmentFolder());
    lines.add("tls " + "0".repeat(64));
    confirm(lines.toArray(String[]::new));

    refused("unknown folder", "line " + lines.size());
  }

  private void refused(String why, String named) {
    assertThatThrownBy(() -> TrustAnchors.load(folder))
        .as(why)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private List<String> developmentFolder() throws Exception {
    var lines = new ArrayList<String>();
    for (var anchor : PKI.governmentAnchors()) {
      lines.add("government " + fingerprint(anchor));
      write("government", anchor);
    }
    for (var anchor : PKI.publicAnchors()) {
      lines.add("public " + fingerprint(anchor));
      write("public", anchor);
    }
    for (var authority : PKI.intermediates()) {
      lines.add("intermediates " + fingerprint(authority));
      write("intermediates", authority);
    }
    return lines;
  }

  private Path write(String use, X509Certificate certificate) throws Exception {
    var place = Files.createDirectories(folder.resolve(use));
    try (var there = Files.list(place)) {
      return Files.write(place.resolve(there.count() + ".cer"), certificate.getEncoded());
    }
  }

  private void confirm(String... lines) throws IOException {
    Files.write(folder.resolve(PinnedTrust.CONFIRMED), List.of(lines));
  }

  private static String fingerprint(X509Certificate certificate) throws Exception {
    return Sha256.of(certificate.getEncoded()).hex();
  }

  private static X509Certificate selfIssued(String name) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var key = generator.generateKeyPair();
    var subject = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    subject,
                    BigInteger.ONE,
                    Date.from(World.NOW),
                    Date.from(World.NOW.plusSeconds(3600)),
                    subject,
                    key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
  }
}
