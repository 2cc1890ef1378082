package org.dossierhub.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Makes each identity when it is first asked for, with those above it; keys cost time and most
 * tests need few.
 */
final class InMemoryKeeping implements Keeping {
  private final Declaration declaration;
  private final Issuing issuing;
  private final Map<String, Identity> made = new LinkedHashMap<>();
  private final Map<String, Future<KeyPair>> keys = new HashMap<>();

  InMemoryKeeping(Declaration declaration, Issuing issuing) {
    this.declaration = declaration;
    this.issuing = issuing;
  }

  @Override
  public Issuing issuing() {
    return issuing;
  }

  @Override
  public synchronized Optional<X509Certificate> made(String name) {
    return Optional.ofNullable(made.get(name)).map(Identity::certificate);
  }

  @Override
  public synchronized Identity identity(String name) {
    var earlier = made.get(name);
    if (earlier != null) {
      return earlier;
    }
    var entry = declaration.entry(name);
    var issuer = entry.issuer().map(this::identity);
    var imitated = entry.copyOf().map(original -> identity(original).certificate());
    try {
      var identity = issuing.issue(entry, key(entry), imitated, issuer);
      made.put(name, identity);
      return identity;
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("The certificate of " + name + " could not be issued", e);
    }
  }

  /** Makes everybody, the keys on all processors at once. */
  synchronized void makeAll() {
    var processors = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      for (var entry : declaration.entries()) {
        keys.put(entry.name(), processors.submit(() -> Issuing.newKey(entry.key())));
      }
      declaration.entries().forEach(entry -> identity(entry.name()));
    } finally {
      processors.shutdownNow();
      keys.clear();
    }
  }

  private KeyPair key(Declaration.Entry entry) throws GeneralSecurityException {
    var early = keys.get(entry.name());
    if (early == null) {
      return Issuing.newKey(entry.key());
    }
    try {
      return early.get();
    } catch (ExecutionException e) {
      throw new GeneralSecurityException("No key for " + entry.name(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while keys were made", e);
    }
  }

  /** Takes over one that was made earlier. */
  synchronized void put(Identity identity) {
    made.put(identity.name(), identity);
  }
}
