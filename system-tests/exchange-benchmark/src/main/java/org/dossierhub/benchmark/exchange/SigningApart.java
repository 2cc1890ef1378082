package org.dossierhub.benchmark.exchange;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import org.dossierhub.system.neighbour.SystemIdentity;

/**
 * The hub's own reading and making of signed XML for a receiver that is not the hub, in a class
 * loader of its own as in the hub: it stands on another Santuario than WSS4J.
 */
final class SigningApart {
  private final Method read;
  private final Method content;
  private final Method sign;
  private final Object signXml;
  private final Object token;

  /**
   * @param checkout where signing-core is built
   */
  SigningApart(Path checkout, SystemIdentity identity)
      throws java.io.IOException, ReflectiveOperationException {
    var loader = new URLClassLoader(classPath(checkout), ClassLoader.getPlatformClassLoader());
    var verified = loader.loadClass("org.dossierhub.signing.xml.VerifiedXml");
    var signing = loader.loadClass("org.dossierhub.signing.xml.SignXml");
    var tokens = loader.loadClass("org.dossierhub.signing.token.Pkcs12Token");
    read = verified.getMethod("read", byte[].class);
    content = verified.getMethod("content");
    sign =
        signing.getMethod(
            "signEnveloped",
            byte[].class,
            loader.loadClass("org.dossierhub.signing.token.SigningToken"));
    signXml = signing.getConstructor(Clock.class).newInstance(Clock.systemUTC());
    token =
        tokens
            .getMethod("of", java.security.PrivateKey.class, java.util.List.class)
            .invoke(null, identity.key(), identity.chain());
  }

  private static URL[] classPath(Path checkout) throws java.io.IOException, MalformedURLException {
    var target = checkout.resolve("signing-core/target");
    var urls = new ArrayList<URL>();
    urls.add(target.resolve("classes").toUri().toURL());
    try (var libraries = Files.list(target.resolve("lib"))) {
      for (var library : libraries.sorted().toList()) {
        urls.add(library.toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** What the signature of this document covers; fails when it does not hold. */
  byte[] verified(byte[] signed) {
    return (byte[]) call(content, call(read, null, signed));
  }

  byte[] signed(byte[] xml) {
    return (byte[]) call(sign, signXml, xml, token);
  }

  private static Object call(Method method, Object on, Object... values) {
    try {
      return method.invoke(on, values);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
