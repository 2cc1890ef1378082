package org.dossierhub.exchange.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.intake.DossierRejected;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.verification.CertificateStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckAgencyCertificatesTest {
  @TempDir Path folder;
  private HubWorld world;
  private CheckAgencyCertificates check;
  private final List<AgencyCode> told = new ArrayList<>();

  @BeforeEach
  void world() {
    world = new HubWorld(folder);
    var registry =
        new Registry(
            world.agencies,
            world.audit,
            world.transactions,
            world.clock,
            (AgencyCertificatesChanged event) -> told.add(event.agency()));
    check = new CheckAgencyCertificates(world.agencies, world.issuers.ask(), registry);
  }

  private DossierRejected refused() {
    return catchThrowableOfType(
        DossierRejected.class,
        () ->
            world
                .letter()
                .from(HubWorld.PORTAL, "leader-revoked")
                .about("H99.08-261120-0001")
                .part("Đơn.pdf", "đơn")
                .receive());
  }

  private AgencyCertificate known(String identity) {
    return world
        .agencies
        .certificate(CertificateId.of(world.token(identity).certificate()))
        .orElseThrow();
  }

  @Test
  void f23_a_sender_whose_certificate_was_revoked_is_refused_with_a_stable_code() throws Exception {
    world.certificate(HubWorld.PORTAL, "leader-revoked");

    assertThat(check.checkAll()).isEqualTo(4);

    assertThat(known("leader-revoked").revokedAt()).isPresent();
    assertThat(refused().reason()).isEqualTo(RejectionReason.CERTIFICATE_REVOKED);
    assertThat(refused().reason().code()).isEqualTo("CERTIFICATE_REVOKED");
    assertThat(told).containsExactly(HubWorld.PORTAL);
    assertThat(world.audit.about("G99.01"))
        .extracting(AuditEntry::action)
        .containsOnlyOnce("CERTIFICATE_FOUND_REVOKED");
    // the agency's other certificate is as good as before
    assertThat(known("portal-g99-01").standing().orElseThrow().kind())
        .isEqualTo(CertificateStatus.Kind.GOOD);
    world.letter().about("H99.08-261120-0002").part("Đơn.pdf", "đơn").receive();
  }

  @Test
  void a_connection_with_a_revoked_certificate_is_refused_too() throws Exception {
    world.certificate(HubWorld.PORTAL, "leader-revoked");
    check.checkAll();

    var refused =
        catchThrowableOfType(
            DossierRejected.class,
            () ->
                world
                    .letter()
                    .about("H99.08-261120-0001")
                    .connectedAs("leader-revoked")
                    .part("Đơn.pdf", "đơn")
                    .receive());
    assertThat(refused.reason()).isEqualTo(RejectionReason.CERTIFICATE_REVOKED);
  }

  @Test
  void f24_issuers_that_are_away_stop_nobody_and_forgive_nobody() throws Exception {
    world.certificate(HubWorld.PORTAL, "leader-revoked");
    world.issuers.away = true;
    assertThat(check.checkAll()).isZero();
    world.letter().about("H99.08-261120-0001").part("Đơn.pdf", "đơn").receive();

    world.issuers.away = false;
    check.checkAll();
    world.issuers.away = true;
    check.checkAll();

    assertThat(refused().reason()).isEqualTo(RejectionReason.CERTIFICATE_REVOKED);
    assertThat(known("portal-g99-01").standing()).isPresent();
  }

  @Test
  void F27_an_older_word_of_the_issuer_does_not_bring_a_revoked_certificate_back()
      throws Exception {
    world.certificate(HubWorld.PORTAL, "leader-revoked");
    check.checkAll();
    var certificate = known("leader-revoked");
    var revoked = certificate.standing().orElseThrow();

    boolean taken =
        world.agencies.standing(
            certificate,
            new CertificateStatus(
                CertificateStatus.Kind.GOOD,
                revoked.at().plusSeconds(5),
                revoked.asOf().minusSeconds(60),
                Optional.empty(),
                "CRL in the cache of the other node"));

    assertThat(taken).isFalse();
    assertThat(known("leader-revoked").revokedAt()).isPresent();
    assertThat(refused().reason()).isEqualTo(RejectionReason.CERTIFICATE_REVOKED);
  }

  @Test
  void no_sender_waits_for_an_issuer() throws Exception {
    check.checkAll();
    int before = world.issuers.asked.get();

    for (int i = 1; i <= 5; i++) {
      world.letter().about("H99.08-261120-000" + i).part("Đơn.pdf", "đơn " + i).receive();
    }

    assertThat(world.issuers.asked).hasValue(before);
  }

  @Test
  void health_counts_what_no_issuer_has_answered_about_for_a_day() {
    assertThat(new AgencyCertificatesKnown(world.agencies, world.clock).check().detail())
        .isEqualTo(
            "Of 3 certificates of agencies 0 are revoked; about 3 no issuer has answered within a day.");
    check.checkAll();
    assertThat(new AgencyCertificatesKnown(world.agencies, world.clock).check().detail())
        .contains("about 0 no issuer");
    var twoDaysLater = Clock.offset(world.clock, Duration.ofDays(2));
    var health = new AgencyCertificatesKnown(world.agencies, twoDaysLater).check();
    assertThat(health.detail()).contains("about 3 no issuer");
    assertThat(health.ready()).isTrue();
  }
}
