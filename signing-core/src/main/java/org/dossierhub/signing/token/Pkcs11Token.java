package org.dossierhub.signing.token;

import java.io.IOException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.security.auth.login.LoginException;

/**
 * A key in a USB token, smart card or HSM, through its PKCS#11 module and the JDK's provider. A PIN
 * is offered once and never again by itself.
 *
 * <p>Logging in and out belongs to the whole process, so a token is open once at a time: a second
 * {@link #open} while the first goes on would be let in with any PIN. Signing is safe for use by
 * many threads.
 */
public final class Pkcs11Token implements SigningToken {
  /**
   * One provider per slot for as long as the process lives: making a second one logs the first out.
   */
  private static final Map<SlotName, AuthProvider> PROVIDERS = new HashMap<>();

  private static final Set<SlotName> OPEN = new HashSet<>();

  private record SlotName(Path module, long id) {}

  private final SlotName slot;
  private final AuthProvider provider;
  private final String label;
  private final PrivateKey key;
  private final List<X509Certificate> chain;
  private boolean closed;

  private Pkcs11Token(
      SlotName slot,
      AuthProvider provider,
      String label,
      PrivateKey key,
      List<X509Certificate> chain) {
    this.slot = slot;
    this.provider = provider;
    this.label = label;
    this.key = key;
    this.chain = chain;
  }

  /** The tokens this module sees, in the order of its slots. No PIN is needed. */
  public static List<PresentToken> present(Path module) {
    return Pkcs11Module.load(module).slots().stream().map(Pkcs11Module.Slot::token).toList();
  }

  /** {@link #open(Path, String, char[], Predicate)} for tokens with one signing key. */
  public static Pkcs11Token open(Path module, String tokenLabel, char[] pin) throws WrongPin {
    return open(module, tokenLabel, pin, certificate -> true);
  }

  /**
   * Logs in to the token of this name and takes its signing key.
   *
   * @param pin not kept; wiping it is the caller's business
   * @param wanted which of the signing certificates on the token; it must fit exactly one
   * @throws WrongPin when the token refuses the PIN; it is not tried again. A token that is locked
   *     already is not asked
   * @throws TokenUnavailable when there is no such token, it is open already, or not exactly one
   *     signing key fits
   */
  public static Pkcs11Token open(
      Path module, String tokenLabel, char[] pin, Predicate<X509Certificate> wanted)
      throws WrongPin {
    synchronized (PROVIDERS) {
      var found = slot(module, tokenLabel);
      var name = new SlotName(module.toAbsolutePath().normalize(), found.id());
      if (OPEN.contains(name)) {
        throw new TokenUnavailable("The token " + tokenLabel + " is in use already");
      }
      if (found.token().pin() == PinState.LOCKED) {
        throw new WrongPin(tokenLabel, PinState.LOCKED);
      }
      var provider = PROVIDERS.get(name);
      if (provider == null) {
        provider = provider(name, found.index());
        PROVIDERS.put(name, provider);
      }
      var token = logIn(name, provider, tokenLabel, pin, wanted);
      OPEN.add(name);
      return token;
    }
  }

  private static Pkcs11Module.Slot slot(Path module, String label) {
    var slots = Pkcs11Module.load(module).slots();
    var fitting = slots.stream().filter(slot -> slot.token().label().equals(label)).toList();
    if (fitting.size() != 1) {
      throw new TokenUnavailable(
          "Expected one token named "
              + label
              + ", found "
              + slots.stream().map(slot -> slot.token().label()).toList());
    }
    return fitting.get(0);
  }

  private static AuthProvider provider(SlotName name, int index) {
    var settings =
        "--name = DossierHub-%d\nlibrary = \"%s\"\nslotListIndex = %d\n"
            .formatted(PROVIDERS.size(), name.module().toString().replace("\\", "\\\\"), index);
    try {
      return (AuthProvider) Security.getProvider("SunPKCS11").configure(settings);
    } catch (RuntimeException e) {
      throw new TokenUnavailable("The module " + name.module() + " cannot be used", e);
    }
  }

  private static Pkcs11Token logIn(
      SlotName name,
      AuthProvider provider,
      String label,
      char[] pin,
      Predicate<X509Certificate> wanted)
      throws WrongPin {
    try {
      var store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      var alias = signingKey(store, label, wanted);
      return new Pkcs11Token(
          name,
          provider,
          label,
          (PrivateKey) store.getKey(alias, null),
          Pkcs12Token.x509(store.getCertificateChain(alias)));
    } catch (IOException | GeneralSecurityException | ProviderException e) {
      if (isPinRefused(e)) {
        throw new WrongPin(label, slot(name.module(), label).token().pin());
      }
      PROVIDERS.remove(name); // made anew when the token is back
      throw new TokenUnavailable("The token " + label + " cannot be read", e);
    } catch (TokenUnavailable e) {
      logOut(provider, label);
      throw e;
    }
  }

  private static String signingKey(KeyStore store, String label, Predicate<X509Certificate> wanted)
      throws GeneralSecurityException {
    var fitting = new ArrayList<String>();
    for (var alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)
          && store.getCertificate(alias) instanceof X509Certificate certificate
          && signs(certificate)
          && wanted.test(certificate)) {
        fitting.add(alias);
      }
    }
    if (fitting.size() != 1) {
      throw new TokenUnavailable(
          "Expected one fitting signing key on the token " + label + ", found " + fitting);
    }
    return fitting.get(0);
  }

  /** RFC 5280, 4.2.1.3: digitalSignature or nonRepudiation, or no such extension. */
  private static boolean signs(X509Certificate certificate) {
    var usage = certificate.getKeyUsage();
    return usage == null || usage[0] || usage[1];
  }

  /** The JDK names the PKCS#11 result in the message of the innermost exception. */
  private static boolean isPinRefused(Throwable problem) {
    for (var cause = problem; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).startsWith("CKR_PIN_")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<X509Certificate> chain() {
    return chain;
  }

  @Override
  public byte[] sign(byte[] toBeSigned) {
    synchronized (PROVIDERS) {
      if (closed) {
        throw new IllegalStateException("The token " + label + " was closed");
      }
    }
    try {
      var signature = Signature.getInstance(SignatureScheme.of(key.getAlgorithm()), provider);
      signature.initSign(key);
      signature.update(toBeSigned);
      return signature.sign();
    } catch (GeneralSecurityException | ProviderException e) {
      throw new TokenUnavailable("The token " + label + " does not sign; was it taken out?", e);
    }
  }

  /** Logs out. Whatever follows needs the PIN again. */
  @Override
  public void close() {
    synchronized (PROVIDERS) {
      if (!closed) {
        closed = true;
        OPEN.remove(slot);
        logOut(provider, label);
      }
    }
  }

  private static void logOut(AuthProvider provider, String label) {
    try {
      provider.logout();
    } catch (LoginException | ProviderException e) {
      PROVIDERS.values().remove(provider);
      throw new TokenUnavailable("The token " + label + " was gone before it was logged out", e);
    }
  }
}
