package org.dossierhub.exchange.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.ProcedureCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private static final AgencyCode NEW = new AgencyCode("H99.33");

  private static final WithdrawCertificate.Order REPLACED =
      new WithdrawCertificate.Order(Optional.empty(), Withdrawal.Reason.REPLACED, "");

  @TempDir Path folder;
  private HubWorld world;
  private final List<AgencyCode> told = new ArrayList<>();
  private RegisterAgency registerAgency;
  private AddCertificate addCertificate;
  private Registry registry;

  @BeforeEach
  void world() {
    world = new HubWorld(folder);
    registry =
        new Registry(
            world.agencies,
            world.audit,
            world.transactions,
            world.clock,
            (AgencyCertificatesChanged event) -> told.add(event.agency()));
    addCertificate = new AddCertificate(world.agencies, registry, world.issuers.ask());
    registerAgency =
        new RegisterAgency(
            world.agencies,
            registry,
            addCertificate,
            new AgencyAddress(false, List.of("127.0.0.1:9443")));
  }

  private void register(Channel channel, String address, String... identities)
      throws RegistryRefused {
    var certificates = new ArrayList<X509Certificate>();
    for (var identity : identities) {
      certificates.add(world.token(identity).certificate());
    }
    registerAgency.register(
        NEW,
        "Sở Y tế tỉnh Bình Minh",
        channel,
        Optional.ofNullable(address).map(URI::create),
        Optional.empty(),
        certificates,
        "quan-tri");
  }

  @Test
  void an_agency_with_its_certificate_is_registered_written_down_and_told() throws Exception {
    register(Channel.SOAP, "https://10.8.0.7:9443/soap", "stranger");

    assertThat(world.agencies.byCode(NEW))
        .get()
        .extracting("name")
        .isEqualTo("Sở Y tế tỉnh Bình Minh");
    assertThat(world.agencies.certificatesOf(NEW)).hasSize(1);
    assertThat(told).containsExactly(NEW);
    assertThat(world.audit.about("H99.33"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo("AGENCY_REGISTERED");
              assertThat(entry.actor()).isEqualTo("quan-tri");
            });
  }

  @Test
  void what_cannot_be_right_is_refused_and_nothing_is_registered() throws Exception {
    assertRefused("ADDRESS_NEEDED", () -> register(Channel.SOAP, null, "stranger"));
    assertRefused("ADDRESS_NEEDED", () -> register(Channel.SOAP, "http://localhost/", "stranger"));
    assertRefused("KEY_TOO_WEAK", () -> register(Channel.JMS, null, "leader-weak"));
    assertRefused("CERTIFICATE_EXPIRED", () -> register(Channel.JMS, null, "leader-expired"));
    assertRefused("CERTIFICATE_REVOKED", () -> register(Channel.JMS, null, "leader-revoked"));
    assertRefused("CERTIFICATE_TAKEN", () -> register(Channel.JMS, null, "agency-h99-21"));
    assertRefused("KEY_NOT_TAKEN", () -> addCertificate.check(NEW, ed25519()));
    assertThat(world.agencies.byCode(NEW)).isEmpty();
    assertThat(told).isEmpty();

    register(Channel.JMS, null);
    assertRefused("ALREADY_REGISTERED", () -> register(Channel.JMS, null));
  }

  private X509Certificate ed25519() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var name = new X500Name("CN=Khoa kieu khac");
    var now = world.clock.instant();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.TEN,
                    Date.from(now),
                    Date.from(now.plus(Duration.ofDays(1))),
                    name,
                    pair.getPublic())
                .build(new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate())));
  }

  @Test
  void a12_an_agency_is_never_called_on_the_hubs_own_machine_unless_the_operator_said_so()
      throws Exception {
    for (var local :
        List.of(
            "https://localhost:9443/",
            "https://LOCALHOST./",
            "https://127.0.0.1/",
            "https://127.1:4848/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0.0.0.0:4848/",
            "https://169.254.169.254/latest",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[fe80::1]/")) {
      var refused =
          catchThrowableOfType(
              RegistryRefused.class, () -> register(Channel.SOAP, local, "stranger"));
      assertThat(refused).as(local).isNotNull();
      assertThat(refused.code()).as(local).isIn("ADDRESS_IS_LOCAL", "ADDRESS_NEEDED");
    }
    register(Channel.SOAP, "https://127.0.0.1:9443/soap", "stranger");
    new AgencyAddress(true, List.of())
        .check(Channel.SOAP, Optional.of(URI.create("https://localhost:1/")));
  }

  @Test
  void a_withdrawn_certificate_may_be_registered_again_elsewhere() throws Exception {
    register(Channel.JMS, null, "stranger");
    var certificate = world.token("stranger").certificate();
    var withdraw = new WithdrawCertificate(world.agencies, registry);

    withdraw.withdraw(NEW, CertificateId.of(certificate), REPLACED, "quan-tri");
    assertRefused(
        "UNKNOWN_CERTIFICATE",
        () -> withdraw.withdraw(NEW, CertificateId.of(certificate), REPLACED, "quan-tri"));
    addCertificate.add(HubWorld.COMMUNE, certificate, "quan-tri");

    assertThat(world.agencies.certificate(CertificateId.of(certificate)).orElseThrow().agency())
        .isEqualTo(HubWorld.COMMUNE);
    assertThat(told).containsExactly(NEW, NEW, HubWorld.COMMUNE);
  }

  @Test
  void an_agency_is_changed_and_closed_once() throws Exception {
    register(Channel.JMS, null);
    new ChangeAgency(world.agencies, registry, new AgencyAddress(false, List.of()), world.outbox)
        .change(
            NEW, "Sở Y tế", Channel.SOAP, Optional.of(URI.create("https://a.test/")), "quan-tri");
    var close = new CloseAgency(world.agencies, registry);
    close.close(NEW, Optional.empty(), Optional.empty(), "quan-tri");

    assertThat(world.agencies.byCode(NEW).orElseThrow().openAt(world.clock.instant())).isFalse();
    assertRefused(
        "AGENCY_CLOSED", () -> close.close(NEW, Optional.empty(), Optional.empty(), "quan-tri"));
    assertThat(world.audit.about("H99.33"))
        .extracting(AuditEntry::action)
        .containsExactly("AGENCY_REGISTERED", "AGENCY_CHANGED", "AGENCY_CLOSED");
  }

  @Test
  void a_last_day_may_be_to_come_and_be_given_anew_with_a_successor() throws Exception {
    register(Channel.JMS, null);
    var close = new CloseAgency(world.agencies, registry);
    var today = LocalDate.ofInstant(world.clock.instant(), ZoneId.of("Asia/Ho_Chi_Minh"));
    close.close(NEW, Optional.of(today.plusDays(30)), Optional.empty(), "quan-tri");
    var merged = new Succession(HubWorld.COMMUNE, Succession.Policy.FORWARD, "Nghị quyết 12");
    close.close(NEW, Optional.of(today), Optional.of(merged), "quan-tri");

    var agency = world.agencies.byCode(NEW).orElseThrow();
    assertThat(agency.openAt(world.clock.instant())).isTrue();
    var midnight = today.plusDays(1).atStartOfDay(ZoneId.of("Asia/Ho_Chi_Minh")).toInstant();
    assertThat(agency.openAt(midnight.minusMillis(1))).isTrue();
    assertThat(agency.openAt(midnight)).isFalse();
    assertThat(world.agencies.receivingFor(NEW, midnight).orElseThrow().code())
        .isEqualTo(HubWorld.COMMUNE);
    assertThat(world.agencies.predecessorsOf(HubWorld.COMMUNE))
        .extracting(Agency::code)
        .containsExactly(NEW);
    assertThat(world.audit.about("H99.33").get(2).detail())
        .contains("FORWARD to H99.151 by Nghị quyết 12");
  }

  @Test
  void nobody_takes_over_from_itself_or_after_its_own_end() throws Exception {
    register(Channel.JMS, null);
    var close = new CloseAgency(world.agencies, registry);
    assertRefused("WRONG_SUCCESSOR", () -> close.close(NEW, Optional.empty(), by(NEW), "quan-tri"));
    var today = LocalDate.ofInstant(world.clock.instant(), ZoneId.of("Asia/Ho_Chi_Minh"));
    assertRefused(
        "WRONG_DATES",
        () -> close.close(NEW, Optional.of(today.minusDays(1)), Optional.empty(), "quan-tri"));
    close.close(NEW, Optional.of(today.plusDays(30)), by(HubWorld.COMMUNE), "quan-tri");
    assertRefused(
        "WRONG_SUCCESSOR",
        () -> close.close(HubWorld.COMMUNE, Optional.empty(), by(NEW), "quan-tri"));
    assertRefused(
        "AGENCY_CLOSED",
        () -> close.close(HubWorld.COMMUNE, Optional.of(today.plusDays(60)), by(NEW), "quan-tri"));
  }

  private static Optional<Succession> by(AgencyCode heir) {
    return Optional.of(new Succession(heir, Succession.Policy.FORWARD, "Nghị quyết 12"));
  }

  @Test
  void a_replaced_certificate_may_turn_out_to_be_lost_and_dates_have_to_make_sense()
      throws Exception {
    register(Channel.JMS, null, "stranger");
    var id = CertificateId.of(world.token("stranger").certificate());
    var withdraw = new WithdrawCertificate(world.agencies, registry);
    var now = world.clock.instant();
    assertRefused(
        "WRONG_DATES",
        () -> withdraw.withdraw(NEW, id, order(now.minusSeconds(60), false), "quan-tri"));
    assertRefused(
        "WRONG_DATES",
        () -> withdraw.withdraw(NEW, id, order(now.plusSeconds(600), true), "quan-tri"));

    withdraw.withdraw(NEW, id, order(now.plusSeconds(600), false), "quan-tri");
    assertThat(world.agencies.certificatesInUse(now)).extracting(c -> c.id()).contains(id);
    withdraw.withdraw(NEW, id, order(now.plusSeconds(900), false), "quan-tri");
    withdraw.withdraw(NEW, id, order(now.minusSeconds(60), true), "quan-tri");

    assertThat(world.agencies.certificatesInUse(now)).extracting(c -> c.id()).doesNotContain(id);
    assertThat(world.agencies.certificatesOf(NEW).get(0).withdrawal().orElseThrow().reason())
        .isEqualTo(Withdrawal.Reason.COMPROMISED);
    assertThat(world.audit.about("H99.33"))
        .extracting(AuditEntry::action)
        .filteredOn("CERTIFICATE_WITHDRAWN"::equals)
        .hasSize(3);
  }

  private static WithdrawCertificate.Order order(Instant at, boolean lost) {
    return new WithdrawCertificate.Order(
        Optional.of(at), lost ? Withdrawal.Reason.COMPROMISED : Withdrawal.Reason.REPLACED, "thử");
  }

  @Test
  void agreements_are_dated_and_one_for_the_procedure_wins() throws Exception {
    var agree = new AgreeExchange(world.agreements, registry);
    var day = LocalDate.of(2026, 11, 22);
    var code = Optional.of(new ProcedureCode("9.999901"));
    var general =
        agree.agree(
            new AgreeExchange.Terms(
                HubWorld.COMMUNE,
                HubWorld.HOME,
                Optional.empty(),
                day,
                Optional.empty(),
                Limits.GREATEST),
            "quan-tri");
    var special =
        agree.agree(
            new AgreeExchange.Terms(
                HubWorld.COMMUNE,
                HubWorld.HOME,
                code,
                day,
                Optional.of(day),
                new Limits(10, 1, 10)),
            "quan-tri");

    assertThat(world.agreements.between(HubWorld.COMMUNE, HubWorld.HOME, code, day))
        .contains(special);
    assertThat(world.agreements.between(HubWorld.COMMUNE, HubWorld.HOME, code, day.plusDays(1)))
        .contains(general);
    assertThat(world.agreements.between(HubWorld.COMMUNE, HubWorld.HOME, code, day.minusDays(1)))
        .isEmpty();
    new EndAgreement(world.agreements, registry).end(general.id(), day.plusDays(1), "quan-tri");
    assertThat(world.agreements.between(HubWorld.COMMUNE, HubWorld.HOME, code, day.plusDays(2)))
        .isEmpty();
    assertRefused(
        "WRONG_DATES",
        () ->
            agree.agree(
                new AgreeExchange.Terms(
                    HubWorld.COMMUNE,
                    HubWorld.HOME,
                    code,
                    day,
                    Optional.of(day.minusDays(1)),
                    Limits.GREATEST),
                "quan-tri"));
  }

  @Test
  void a_national_code_belongs_to_one_procedure() throws Exception {
    var set = new SetProcedureCode(world.procedures, registry);
    var other = world.procedures.search("lái xe", 0, 1).get(0);

    assertRefused(
        "CODE_TAKEN", () -> set.set(other.id(), Optional.of(HubWorld.PROCEDURE), "quan-tri"));
    set.set(other.id(), Optional.of(new ProcedureCode("9.999902")), "quan-tri");
    set.set(other.id(), Optional.empty(), "quan-tri");
    assertThat(world.procedures.byId(other.id()).orElseThrow().code()).isEmpty();
  }

  private static void assertRefused(String code, ThrowingCallable change) {
    var refused = catchThrowableOfType(RegistryRefused.class, change);
    assertThat(refused).as(code).isNotNull();
    assertThat(refused.code()).isEqualTo(code);
  }
}
