package org.dossierhub.agent;

import java.io.PrintStream;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads the public part of every token behind one PKCS#11 module (CK_TOKEN_INFO and certificate
 * objects, no login) and prints it, one line per token and certificate. A program of its own,
 * started by {@link PluggedTokens}: a vendor's module that hangs or crashes takes nothing with it,
 * tokens plugged in later are seen, and SunPKCS11, which shows certificates only after a login, is
 * not in the way.
 *
 * <p>Needs {@code --add-exports jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED}: the
 * platform's own binding to PKCS#11 has no public door.
 */
final class ReadTokens {
  private static final String WRAPPER = "sun.security.pkcs11.wrapper.";
  private static final long CKF_SERIAL_SESSION = 4;
  private static final long CKA_CLASS = 0;
  private static final long CKA_VALUE = 0x11;
  private static final long CKO_CERTIFICATE = 1;
  private static final long AT_MOST = 64;

  private final Object pkcs11;
  private final PrintStream out;

  private ReadTokens(Object pkcs11, PrintStream out) {
    this.pkcs11 = pkcs11;
    this.out = out;
  }

  public static void main(String[] arguments) throws ReflectiveOperationException {
    var initialise = Class.forName(WRAPPER + "CK_C_INITIALIZE_ARGS");
    var pkcs11 =
        Class.forName(WRAPPER + "PKCS11")
            .getMethod("getInstance", String.class, String.class, initialise, boolean.class)
            .invoke(null, arguments[0], "C_GetFunctionList", null, false);
    var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    new ReadTokens(pkcs11, out).all();
  }

  private void all() throws ReflectiveOperationException {
    for (long slot : (long[]) call("C_GetSlotList", new Class<?>[] {boolean.class}, true)) {
      try {
        one(slot);
      } catch (InvocationTargetException e) {
        // An empty or foreign slot must not hide the others.
        System.err.println("slot " + slot + ": " + e.getCause());
      }
    }
  }

  private void one(long slot) throws ReflectiveOperationException {
    var info = call("C_GetTokenInfo", new Class<?>[] {long.class}, slot);
    out.println(
        "TOKEN "
            + text(info, "label")
            + " "
            + text(info, "serialNumber")
            + " "
            + info.getClass().getField("flags").getLong(info));
    var session =
        call(
            "C_OpenSession",
            new Class<?>[] {
              long.class, long.class, Object.class, Class.forName(WRAPPER + "CK_NOTIFY")
            },
            slot,
            CKF_SERIAL_SESSION,
            null,
            null);
    call(
        "C_FindObjectsInit",
        new Class<?>[] {long.class, attributes().getClass()},
        session,
        attributes(attribute(CKA_CLASS, CKO_CERTIFICATE)));
    var found =
        (long[]) call("C_FindObjects", new Class<?>[] {long.class, long.class}, session, AT_MOST);
    call("C_FindObjectsFinal", new Class<?>[] {long.class}, session);
    for (long object : found) {
      var asked = attributes(attribute(CKA_VALUE));
      call(
          "C_GetAttributeValue",
          new Class<?>[] {long.class, long.class, attributes().getClass()},
          session,
          object,
          asked);
      var value = Array.get(asked, 0);
      var der = (byte[]) value.getClass().getMethod("getByteArray").invoke(value);
      out.println("CERTIFICATE " + Base64.getEncoder().encodeToString(der));
    }
    call("C_CloseSession", new Class<?>[] {long.class}, session);
  }

  private Object call(String function, Class<?>[] types, Object... arguments)
      throws ReflectiveOperationException {
    return Class.forName(WRAPPER + "PKCS11").getMethod(function, types).invoke(pkcs11, arguments);
  }

  private static Object attributes(Object... some) throws ReflectiveOperationException {
    var array = Array.newInstance(Class.forName(WRAPPER + "CK_ATTRIBUTE"), some.length);
    for (int i = 0; i < some.length; i++) {
      Array.set(array, i, some[i]);
    }
    return array;
  }

  private static Object attribute(long type, long value) throws ReflectiveOperationException {
    return Class.forName(WRAPPER + "CK_ATTRIBUTE")
        .getConstructor(long.class, long.class)
        .newInstance(type, value);
  }

  private static Object attribute(long type) throws ReflectiveOperationException {
    return Class.forName(WRAPPER + "CK_ATTRIBUTE").getConstructor(long.class).newInstance(type);
  }

  private static String text(Object info, String field) throws ReflectiveOperationException {
    var characters = (char[]) info.getClass().getField(field).get(info);
    var bytes = new String(characters).strip().getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(bytes) + ".";
  }
}
