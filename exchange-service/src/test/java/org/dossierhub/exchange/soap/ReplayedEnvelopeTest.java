package org.dossierhub.exchange.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.dossierhub.exchange.delivery.WakeLane;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.protocol.Caller;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.exchange.store.SeenEnvelopeStore;
import org.dossierhub.signing.identity.CertificateId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An envelope as an agency signs it, taken from the wire by somebody and sent again (hazard A23,
 * fault F18). It goes through the two interceptors that stand before every operation, with the
 * table of seen envelopes in a real database.
 */
@Tag("ws-security")
class ReplayedEnvelopeTest {
  private static final String ENVELOPE =
      "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header/><s:Body>"
          + "<status xmlns='urn:dossierhub:exchange:1'><dossierCode>H99.08-261120-0001</dossierCode>"
          + "</status></s:Body></s:Envelope>";

  @TempDir Path folder;
  private HubWorld world;
  private KnownCertificates known;
  private OneAgency gate;

  @BeforeEach
  void a_hub_with_registered_agencies() {
    world = new HubWorld(folder);
    known = new KnownCertificates(world.agencies, Clock.systemUTC());
    gate = started();
  }

  /** The last gate of a node that has just been started. */
  private OneAgency started() {
    return new OneAgency(
        known,
        new SeenEnvelopeStore(world.test.database(), Clock.systemUTC()),
        new WakeLane(world.outbox, Clock.systemUTC()));
  }

  @Test
  void the_first_copy_of_an_envelope_reaches_its_operation_on_behalf_of_its_agency()
      throws Exception {
    var message = arrived(signed(Instant.now()));

    gate.handleMessage(message);

    assertThat(message.get(Caller.class).agency()).isEqualTo(HubWorld.AGRICULTURE);
  }

  @Test
  void a23_f18_a_second_copy_is_refused_and_each_new_envelope_is_taken() throws Exception {
    var envelope = signed(Instant.now());
    gate.handleMessage(arrived(envelope));

    refusedAsNotAuthenticated(gate, envelope);
    refusedAsNotAuthenticated(gate, envelope);
    gate.handleMessage(arrived(signed(Instant.now().minusSeconds(1))));
  }

  @Test
  void f18_a_copy_is_refused_by_another_node_and_after_a_restart() throws Exception {
    var envelope = signed(Instant.now());
    gate.handleMessage(arrived(envelope));

    refusedAsNotAuthenticated(started(), envelope);
  }

  @Test
  void a23_what_is_not_signed_may_change_and_the_copy_is_still_the_same_envelope()
      throws Exception {
    var envelope = signed(Instant.now());
    gate.handleMessage(arrived(envelope));
    var rewritten =
        new String(envelope, StandardCharsets.UTF_8)
            .replaceFirst("<(\\w+:)Body ", "<!-- another byte sequence --><$1Body ")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(rewritten).isNotEqualTo(envelope);

    refusedAsNotAuthenticated(gate, rewritten);
  }

  @Test
  void a23_an_old_time_stamp_is_refused_before_anybody_looks_for_copies() throws Exception {
    var old = signed(Instant.now().minus(Duration.ofSeconds(WireSecurity.LIFETIME_SECONDS + 60)));

    assertThatThrownBy(() -> arrived(old))
        .isInstanceOfSatisfying(
            Exception.class,
            refusal ->
                assertThat(RefusalFaults.refusal(refusal).getCode())
                    .isEqualTo("NOT_AUTHENTICATED"));
    int seen =
        world
            .test
            .database()
            .read(h -> h.createQuery("select count(*) from seen_envelope").mapTo(int.class).one());
    assertThat(seen).isZero();
  }

  @Test
  void a23_an_envelope_is_remembered_longer_than_its_time_stamp_lets_it_in() throws Exception {
    gate.handleMessage(arrived(signed(Instant.now())));

    assertThat(keptUntil()).isAfter(Instant.now().plusSeconds(WireSecurity.LIFETIME_SECONDS));
  }

  @Test
  void a23_an_envelope_that_says_it_holds_for_ten_years_is_remembered_no_longer_than_others()
      throws Exception {
    gate.handleMessage(arrived(agency().of(ENVELOPE, Instant.now(), 10 * 365 * 86_400)));

    assertThat(keptUntil())
        .isBefore(
            Instant.now()
                .plusSeconds(WireSecurity.LIFETIME_SECONDS + WireSecurity.AHEAD_SECONDS + 1));
  }

  private Instant keptUntil() {
    return world
        .test
        .database()
        .read(
            h -> h.createQuery("select keep_until from seen_envelope").mapTo(Instant.class).one());
  }

  private void refusedAsNotAuthenticated(OneAgency gate, byte[] envelope) throws Exception {
    var copy = arrived(envelope);
    assertThatThrownBy(() -> gate.handleMessage(copy))
        .isInstanceOfSatisfying(
            Exception.class,
            refusal ->
                assertThat(RefusalFaults.refusal(refusal).getCode())
                    .isEqualTo("NOT_AUTHENTICATED"));
    assertThat(copy.get(Caller.class)).isNull();
  }

  /** The envelope after the hub has checked its WS-Security header. */
  private SoapMessage arrived(byte[] envelope) throws Exception {
    var message = new SoapMessage(new MessageImpl());
    message.setVersion(Soap12.getInstance());
    var exchange = new ExchangeImpl();
    exchange.setInMessage(message);
    message.setExchange(exchange);
    message.putAll(WireSecurity.noReplayCaches());
    message.put(AbstractHTTPDestination.HTTP_REQUEST, request());
    message.setContent(
        SOAPMessage.class,
        MessageFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
            .createMessage(null, new ByteArrayInputStream(envelope)));
    new WireSecurity(null, known).takesFromAgencies().handleMessage(message);
    return message;
  }

  private HttpServletRequest request() {
    var caller =
        new Caller(
            HubWorld.AGRICULTURE, Channel.SOAP, Optional.of(CertificateId.of(certificate())));
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ReplayedEnvelopeTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMethod" -> "POST";
                  case "getAttribute" -> caller;
                  default -> null;
                });
  }

  private X509Certificate certificate() {
    return agency().certificate();
  }

  private byte[] signed(Instant at) throws Exception {
    return agency().of(ENVELOPE, at);
  }

  private SignedEnvelope agency() {
    return new SignedEnvelope(world.pki, "agency-h99-21");
  }
}
