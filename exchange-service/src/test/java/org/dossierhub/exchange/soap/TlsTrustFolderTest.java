package org.dossierhub.exchange.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.settings.TrustSettings;
import org.dossierhub.exchange.store.AgencyStore;
import org.dossierhub.signing.identity.CertificateId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTrustFolderTest {
  @TempDir Path folder;
  private HubWorld world;
  private Path trusted;
  private TlsTrustFolder trust;

  @BeforeEach
  void a_hub_with_three_agency_systems() {
    world = new HubWorld(folder.resolve("data"));
    trusted = folder.resolve("tls");
    trust =
        new TlsTrustFolder(world.agencies, new TrustSettings(folder, trusted), Clock.systemUTC());
  }

  @Test
  void holds_exactly_the_certificates_in_use() throws Exception {
    trust.write();

    assertThat(files()).hasSize(3).allMatch(name -> name.matches("agency-[0-9a-f]{64}\\.pem"));
    var read = new java.util.ArrayList<Object>();
    for (var name : files()) {
      try (InputStream in = Files.newInputStream(trusted.resolve(name))) {
        read.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
      }
    }
    assertThat(read)
        .containsExactlyInAnyOrder(
            world.token("agency-h99-21").certificate(),
            world.token("agency-h99-151").certificate(),
            world.token("portal-g99-01").certificate());
  }

  @Test
  void a_withdrawn_certificate_and_a_closed_agency_lose_their_files() throws Exception {
    trust.write();
    var certificate = world.token("agency-h99-21").certificate();

    world.agencies.withdrawCertificate(
        HubWorld.AGRICULTURE, CertificateId.of(certificate), HubWorld.lostASecondAgo());
    world.agencies.close(HubWorld.PORTAL, Instant.now().minusSeconds(1), Optional.empty());
    trust.write();

    assertThat(files()).hasSize(1);
  }

  @Test
  void files_of_others_stay_and_nothing_is_written_twice() throws Exception {
    Files.createDirectories(trusted);
    Files.writeString(trusted.resolve("operator.pem"), "somebody else's");
    trust.write();
    var before = Files.getLastModifiedTime(trusted.resolve(files().get(0)));

    trust.write();

    assertThat(files()).hasSize(4).contains("operator.pem");
    assertThat(Files.getLastModifiedTime(trusted.resolve(files().get(0)))).isEqualTo(before);
  }

  @Test
  void what_another_node_registers_meanwhile_stays() throws Exception {
    trust.write();
    var added = trusted.resolve("agency-" + "0".repeat(64) + ".pem");
    var slow =
        new AgencyStore(world.test.database()) {
          @Override
          public List<AgencyCertificate> certificatesInUse(Instant at) {
            var asItWas = super.certificatesInUse(at);
            try {
              Files.writeString(added, "of the other node"); // committed after this one has read
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return asItWas;
          }
        };

    new TlsTrustFolder(slow, new TrustSettings(folder, trusted), Clock.systemUTC()).write();

    assertThat(added).exists();
  }

  @Test
  void two_nodes_take_out_the_same_file_at_the_same_time() throws Exception {
    trust.write();
    var rest = Files.writeString(trusted.resolve("agency-" + "1".repeat(64) + ".pem"), "old");
    var slow =
        new AgencyStore(world.test.database()) {
          @Override
          public List<AgencyCertificate> certificatesInUse(Instant at) {
            trust.write(); // the other node, faster
            return super.certificatesInUse(at);
          }
        };

    new TlsTrustFolder(slow, new TrustSettings(folder, trusted), Clock.systemUTC()).write();

    assertThat(rest).doesNotExist();
    assertThat(files()).hasSize(3);
  }

  private List<String> files() throws IOException {
    try (var all = Files.list(trusted)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
