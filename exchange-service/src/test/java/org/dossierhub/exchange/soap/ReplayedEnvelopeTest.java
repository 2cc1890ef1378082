package org.dossierhub.exchange.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.util.WSTimeSource;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
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
    return new OneAgency(known, new SeenEnvelopeStore(world.test.database(), Clock.systemUTC()));
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

    Instant keptUntil =
        world
            .test
            .database()
            .read(
                h ->
                    h.createQuery("select keep_until from seen_envelope")
                        .mapTo(Instant.class)
                        .one());
    assertThat(keptUntil).isAfter(Instant.now().plusSeconds(WireSecurity.LIFETIME_SECONDS));
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
    return world.token("agency-h99-21").certificate();
  }

  /** As an agency's own software signs: time-stamp and body, with its registered certificate. */
  private byte[] signed(Instant at) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var document =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(ENVELOPE.getBytes(StandardCharsets.UTF_8)));
    var header = new WSSecHeader(document);
    header.insertSecurityHeader();
    var config = WSSConfig.getNewInstance();
    config.setCurrentTime(
        new WSTimeSource() {
          @Override
          public Instant now() {
            return at;
          }
        });
    var timestamp = new WSSecTimestamp(header);
    timestamp.setIdAllocator(config.getIdAllocator());
    timestamp.setWsTimeSource(config.getCurrentTime());
    timestamp.setTimeToLive(WireSecurity.LIFETIME_SECONDS);
    timestamp.build();
    var signature = new WSSecSignature(header);
    signature.setUserInfo("key", "password");
    signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
    signature.setSignatureAlgorithm(
        certificate().getPublicKey().getAlgorithm().equals("EC")
            ? WireSecurity.ECDSA_SHA256
            : WireSecurity.RSA_SHA256);
    signature.setDigestAlgo("http://www.w3.org/2001/04/xmlenc#sha256");
    signature.setSigCanonicalization("http://www.w3.org/2001/10/xml-exc-c14n#");
    signature.getParts().add(new WSEncryptionPart("Timestamp", WSConstants.WSU_NS, "Element"));
    signature
        .getParts()
        .add(new WSEncryptionPart("Body", "http://www.w3.org/2003/05/soap-envelope", "Element"));
    signature.build(key());
    var out = new ByteArrayOutputStream();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(out));
    return out.toByteArray();
  }

  private Merlin key() throws Exception {
    var agency = world.pki.identity("agency-h99-21");
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key",
        agency.key(),
        "password".toCharArray(),
        agency.chain().toArray(X509Certificate[]::new));
    var merlin = new Merlin();
    merlin.setKeyStore(store);
    return merlin;
  }
}
