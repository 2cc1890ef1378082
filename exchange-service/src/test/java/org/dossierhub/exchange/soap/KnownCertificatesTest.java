package org.dossierhub.exchange.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.signing.identity.CertificateId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownCertificatesTest {
  @TempDir Path folder;
  private HubWorld world;
  private KnownCertificates known;

  @BeforeEach
  void registered_agencies() {
    world = new HubWorld(folder);
    known = new KnownCertificates(world.agencies, Clock.systemUTC());
  }

  @Test
  void a_registered_certificate_stands_for_its_agency() {
    assertThat(known.agencyOf(world.token("agency-h99-21").certificate()))
        .isEqualTo(Optional.of(HubWorld.AGRICULTURE));
  }

  @Test
  void strangers_impostors_and_the_hub_itself_stand_for_nobody() {
    for (var name : new String[] {"stranger", "impostor", "hub-system", "leader"}) {
      assertThat(known.agencyOf(world.token(name).certificate())).as(name).isEmpty();
    }
  }

  @Test
  void same_issuer_and_serial_are_not_enough_the_bytes_count() {
    var genuine = world.token("agency-h99-21").certificate();
    var forged = new SameNameOtherKey(genuine, world.token("impostor").certificate());

    assertThat(CertificateId.of(forged)).isEqualTo(CertificateId.of(genuine));
    assertThat(known.agencyOf(forged)).isEmpty();
  }

  @Test
  void a_withdrawn_or_expired_certificate_and_a_closed_agency_count_no_more() {
    var certificate = world.token("agency-h99-21").certificate();
    assertThat(
            new KnownCertificates(
                    world.agencies,
                    Clock.fixed(
                        certificate.getNotAfter().toInstant().plusSeconds(1),
                        java.time.ZoneOffset.UTC))
                .agencyOf(certificate))
        .isEmpty();

    world.agencies.withdrawCertificate(
        HubWorld.AGRICULTURE, CertificateId.of(certificate), HubWorld.lostASecondAgo());
    assertThat(known.agencyOf(certificate)).isEmpty();

    world.agencies.addCertificate(
        new AgencyCertificate(HubWorld.AGRICULTURE, certificate, Instant.EPOCH, Optional.empty()));
    assertThat(known.agencyOf(certificate)).isPresent();
    world.agencies.close(HubWorld.AGRICULTURE, Instant.now().minusSeconds(1), Optional.empty());
    assertThat(known.agencyOf(certificate)).isEmpty();
  }
}
