package org.dossierhub.exchange.soap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.ws.security.SecurityConstants;
import org.apache.cxf.ws.security.tokenstore.MemoryTokenStore;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.AlgorithmSuite;
import org.apache.wss4j.common.crypto.Crypto;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.handler.HandlerAction;
import org.apache.wss4j.dom.handler.RequestData;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.token.InMemorySignatures;
import org.w3c.dom.Document;

/**
 * What is demanded of, and put into, the WS-Security header: a time-stamp of at most 300 seconds
 * and one X.509 signature with SHA-256. The same for the hub as server and as client.
 */
@ApplicationScoped
class WireSecurity {
  static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  static final String ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
  private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
  private static final String EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
  private static final String ENVELOPE = "http://www.w3.org/2003/05/soap-envelope";

  static final int LIFETIME_SECONDS = 300;
  static final int AHEAD_SECONDS = 60;

  private HubKey key;
  private KnownCertificates known;

  /** For the container's proxy. */
  protected WireSecurity() {}

  @Inject
  WireSecurity(HubKey key, KnownCertificates known) {
    this.key = key;
    this.known = known;
  }

  /** For requests: signed by any registered agency. */
  WSS4JInInterceptor takesFromAgencies() {
    return taking(agency -> true);
  }

  /** For answers: signed by this agency. */
  WSS4JInInterceptor takesFrom(AgencyCode expected) {
    return taking(expected::equals);
  }

  private WSS4JInInterceptor taking(Predicate<AgencyCode> wanted) {
    var properties = new HashMap<String, Object>();
    properties.put(ConfigurationConstants.ACTION, "Timestamp Signature");
    properties.put(ConfigurationConstants.SIG_VER_PROP_REF_ID, "crypto");
    properties.put("crypto", readingCertificates());
    properties.put(ConfigurationConstants.TTL_TIMESTAMP, String.valueOf(LIFETIME_SECONDS));
    properties.put(ConfigurationConstants.TTL_FUTURE_TIMESTAMP, String.valueOf(AHEAD_SECONDS));
    properties.put(ConfigurationConstants.REQUIRE_TIMESTAMP_EXPIRES, "true");
    properties.put(ConfigurationConstants.EXPAND_XOP_INCLUDE, "false");
    properties.put(
        WSS4JInInterceptor.VALIDATOR_MAP,
        Map.<QName, Object>of(WSConstants.SIGNATURE, new RegisteredSigner(known, wanted)));
    return new OnlyTheseAlgorithms(properties);
  }

  WSS4JOutInterceptor signs() {
    var properties = new HashMap<String, Object>();
    properties.put(ConfigurationConstants.ACTION, "Timestamp Signature");
    properties.put(ConfigurationConstants.SIG_PROP_REF_ID, "crypto");
    properties.put("crypto", signing());
    properties.put(ConfigurationConstants.USER, key.alias());
    properties.put(ConfigurationConstants.PW_CALLBACK_REF, passwordForNothing());
    properties.put(ConfigurationConstants.SIG_KEY_ID, "DirectReference");
    properties.put(ConfigurationConstants.SIG_ALGO, key.signatureAlgorithm());
    properties.put(ConfigurationConstants.SIG_DIGEST_ALGO, SHA256);
    properties.put(ConfigurationConstants.SIG_C14N_ALGO, EXCLUSIVE_C14N);
    properties.put(
        ConfigurationConstants.SIGNATURE_PARTS,
        "{Element}{" + WSConstants.WSU_NS + "}Timestamp;{Element}{" + ENVELOPE + "}Body");
    properties.put(ConfigurationConstants.TTL_TIMESTAMP, String.valueOf(LIFETIME_SECONDS));
    properties.put(ConfigurationConstants.MUST_UNDERSTAND, "true");
    // Both on, WSS4J would read every part into the signed tree.
    properties.put(ConfigurationConstants.EXPAND_XOP_INCLUDE, "false");
    properties.put(ConfigurationConstants.STORE_BYTES_IN_ATTACHMENT, "false");
    return new SigningInMemory(properties);
  }

  /** How large and deep an envelope may be, its parts apart; counted while it is parsed. */
  static Map<String, Object> envelopeLimits() {
    return Map.of(
        "org.apache.cxf.stax.maxXMLCharacters", "4194304",
        "org.apache.cxf.stax.maxTextLength", "4194304",
        "org.apache.cxf.stax.maxElementDepth", "32",
        "org.apache.cxf.stax.maxElementCount", "5000",
        "org.apache.cxf.stax.maxChildElements", "1000",
        "org.apache.cxf.stax.maxAttributeCount", "32",
        "org.apache.cxf.stax.maxAttributeSize", "4096");
  }

  /**
   * The caches of one node stay off: OneAgency looks for replays in the database that all nodes
   * share. Read by CXF from the end point, not from the interceptor. The token store is given,
   * since CXF would otherwise look for a JCache and find the server's, which is switched off.
   */
  static Map<String, Object> noReplayCaches() {
    return Map.of(
        SecurityConstants.ENABLE_TIMESTAMP_CACHE, "false",
        SecurityConstants.ENABLE_NONCE_CACHE, "false",
        SecurityConstants.ENABLE_SAML_ONE_TIME_USE_CACHE, "false",
        SecurityConstants.TOKEN_STORE_CACHE_INSTANCE, new MemoryTokenStore());
  }

  /** Reads the token in the header; it trusts nobody, that is the business of RegisteredSigner. */
  private static Crypto readingCertificates() {
    var empty = new Merlin();
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      empty.setKeyStore(store);
      return empty;
    } catch (java.security.GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException("An empty key store cannot be made", e);
    }
  }

  /** Gives the one key that is open already, whatever alias and password it is asked with. */
  private Crypto signing() {
    var crypto =
        new Merlin() {
          @Override
          public PrivateKey getPrivateKey(String alias, String password) {
            return key.privateKey();
          }
        };
    crypto.setKeyStore(key.store());
    return crypto;
  }

  /** WSS4J insists on one, although the key is open. */
  private static CallbackHandler passwordForNothing() {
    return callbacks -> {
      for (Callback callback : callbacks) {
        if (callback instanceof WSPasswordCallback asked) {
          asked.setPassword("the key is open");
        }
      }
    };
  }

  private static final class SigningInMemory extends WSS4JOutInterceptor {
    SigningInMemory(Map<String, Object> properties) {
      super(properties);
    }

    @Override
    protected void doSenderAction(
        Document envelope, RequestData data, List<HandlerAction> actions, boolean isRequest)
        throws WSSecurityException {
      InMemorySignatures.provider().ifPresent(data::setSignatureProvider);
      super.doSenderAction(envelope, data, actions, isRequest);
    }
  }

  /** Of the algorithms WSS4J knows, only those of the contract. */
  private static final class OnlyTheseAlgorithms extends WSS4JInInterceptor {

    OnlyTheseAlgorithms(Map<String, Object> properties) {
      super(properties);
    }

    @Override
    protected void setAlgorithmSuites(SoapMessage message, RequestData data) {
      var suite = new AlgorithmSuite();
      suite.addSignatureMethod(RSA_SHA256);
      suite.addSignatureMethod(ECDSA_SHA256);
      suite.addDigestAlgorithm(SHA256);
      suite.addC14nAlgorithm(EXCLUSIVE_C14N);
      suite.addTransformAlgorithm(EXCLUSIVE_C14N);
      suite.setMinimumAsymmetricKeyLength(2048);
      suite.setMaximumAsymmetricKeyLength(8192);
      suite.setMinimumEllipticCurveKeyLength(256);
      data.setAlgorithmSuite(suite);
    }
  }
}
