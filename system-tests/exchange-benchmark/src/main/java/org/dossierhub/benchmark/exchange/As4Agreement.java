package org.dossierhub.benchmark.exchange;

import com.helger.phase4.CAS4;
import com.helger.phase4.crypto.AS4CryptoFactoryInMemoryKeyStore;
import com.helger.phase4.crypto.ECryptoAlgorithmSign;
import com.helger.phase4.crypto.ECryptoAlgorithmSignDigest;
import com.helger.phase4.crypto.IAS4CryptoFactory;
import com.helger.phase4.mgr.MetaAS4Manager;
import com.helger.phase4.model.EMEP;
import com.helger.phase4.model.EMEPBinding;
import com.helger.phase4.model.pmode.IPModeIDProvider;
import com.helger.phase4.model.pmode.PMode;
import com.helger.phase4.model.pmode.PModeParty;
import com.helger.phase4.model.pmode.leg.EPModeSendReceiptReplyPattern;
import com.helger.phase4.model.pmode.leg.PModeLeg;
import com.helger.phase4.model.pmode.leg.PModeLegBusinessInformation;
import com.helger.phase4.model.pmode.leg.PModeLegErrorHandling;
import com.helger.phase4.model.pmode.leg.PModeLegProtocol;
import com.helger.phase4.model.pmode.leg.PModeLegSecurity;
import com.helger.phase4.profile.AS4Profile;
import com.helger.phase4.profile.IAS4ProfileValidator;
import com.helger.phase4.wss.EWSSVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.dossierhub.system.neighbour.SystemIdentity;

/**
 * What two phase4 programs have to know of each other: one way, pushed, signed with RSA and
 * SHA-256, answered at once by a signed receipt with the digests of what came. Keys lie in JKS
 * stores.
 */
final class As4Agreement {
  static final String SENDER = "H99.151";
  static final String RECEIVER = "H99";
  static final String SENDER_ROLE = CAS4.DEFAULT_INITIATOR_URL;
  static final String RECEIVER_ROLE = CAS4.DEFAULT_RESPONDER_URL;
  static final String SERVICE = "urn:dossierhub:benchmark";
  static final String ACTION = "submit";
  static final String REFERENCE = "urn:dossierhub:benchmark:agreement";
  private static final String PROFILE = "benchmark";
  private static final String KEY = "key";

  private As4Agreement() {}

  static PMode pmode(String address) {
    var security = new PModeLegSecurity();
    security.setWSSVersion(EWSSVersion.WSS_111);
    security.setX509SignatureAlgorithm(ECryptoAlgorithmSign.RSA_SHA_256);
    security.setX509SignatureHashFunction(ECryptoAlgorithmSignDigest.DIGEST_SHA_256);
    security.setSendReceipt(true);
    security.setSendReceiptReplyPattern(EPModeSendReceiptReplyPattern.RESPONSE);
    security.setSendReceiptNonRepudiation(true);
    var errors = PModeLegErrorHandling.createUndefined();
    errors.setReportAsResponse(true);
    return new PMode(
        PROFILE,
        new PModeParty(null, SENDER, SENDER_ROLE, null, null),
        new PModeParty(null, RECEIVER, RECEIVER_ROLE, null, null),
        REFERENCE,
        EMEP.ONE_WAY,
        EMEPBinding.PUSH,
        new PModeLeg(
            PModeLegProtocol.createForDefaultSoapVersion(address),
            PModeLegBusinessInformation.create(SERVICE, ACTION, null, CAS4.DEFAULT_MPC_ID),
            errors,
            null,
            security),
        null,
        null,
        null);
  }

  /** The name under which phase4 finds the agreement; it adds no rules of its own. */
  static String profile(PMode agreement) {
    MetaAS4Manager.getProfileMgr()
        .registerProfile(
            new AS4Profile(
                PROFILE,
                PROFILE,
                () -> new IAS4ProfileValidator() {},
                (initiator, responder, address) -> agreement,
                IPModeIDProvider.DEFAULT_DYNAMIC,
                false,
                true));
    return PROFILE;
  }

  /** The key of this identity and the authorities of the government, by way of JKS files. */
  static IAS4CryptoFactory keys(SystemIdentity identity, Path trust, Path folder)
      throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance("JKS");
    keys.load(null, null);
    keys.setKeyEntry(
        KEY, identity.key(), identity.password(), identity.chain().toArray(Certificate[]::new));
    var known = KeyStore.getInstance("JKS");
    known.load(null, null);
    var x509 = CertificateFactory.getInstance("X.509");
    for (var place : List.of("government", "intermediates")) {
      try (var files = Files.list(trust.resolve(place))) {
        for (var file : files.toList()) {
          try (var in = Files.newInputStream(file)) {
            known.setCertificateEntry(file.getFileName().toString(), x509.generateCertificate(in));
          }
        }
      }
    }
    return new AS4CryptoFactoryInMemoryKeyStore(
        fromDisk(keys, folder.resolve(identity.name() + ".jks"), identity.password()),
        KEY,
        identity.password(),
        fromDisk(known, folder.resolve(identity.name() + "-trust.jks"), identity.password()));
  }

  private static KeyStore fromDisk(KeyStore store, Path file, char[] password)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(file.getParent());
    try (var out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    var read = KeyStore.getInstance("JKS");
    try (var in = Files.newInputStream(file)) {
      read.load(in, password);
    }
    return read;
  }
}
