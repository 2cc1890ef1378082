package org.dossierhub.signing.token;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The few calls of a PKCS#11 module (OASIS PKCS#11 2.40, 5.4 and 5.5) that the JDK makes but does
 * not pass on: which tokens are there and how careful one must be with their PINs. Signing goes
 * through the JDK's provider, in the same process and over the same initialisation.
 */
final class Pkcs11Module {
  private static final long OK = 0;
  private static final long TOKEN_NOT_PRESENT = 0xE0;
  private static final long TOKEN_NOT_RECOGNIZED = 0xE1;
  private static final long ALREADY_INITIALIZED = 0x191;

  private static final int OS_LOCKING_OK = 2;
  private static final long TOKEN_INITIALIZED = 0x400;
  private static final long PIN_COUNT_LOW = 0x10000;
  private static final long PIN_FINAL_TRY = 0x20000;
  private static final long PIN_LOCKED = 0x40000;

  /** Places in CK_FUNCTION_LIST. */
  private static final int INITIALIZE = 0;

  private static final int GET_SLOT_LIST = 4;
  private static final int GET_TOKEN_INFO = 6;

  /** Offsets in CK_TOKEN_INFO, which has nothing but characters before its flags. */
  private static final int LABEL = 0;

  private static final int SERIAL_NUMBER = 32 + 32 + 16;
  private static final int FLAGS = SERIAL_NUMBER + 16;

  private final Path path;
  private final Pointer functions;

  /**
   * A slot with a token in it.
   *
   * @param index the place in the list of all slots, as the JDK's provider wants it
   * @param id the module's own number
   */
  record Slot(int index, long id, PresentToken token) {}

  private Pkcs11Module(Path path, Pointer functions) {
    this.path = path;
    this.functions = functions;
  }

  static Pkcs11Module load(Path path) {
    if (!Files.isReadable(path)) {
      throw new TokenUnavailable("There is no PKCS#11 module at " + path);
    }
    try {
      var list = new PointerByReference();
      var library = NativeLibrary.getInstance(path.toAbsolutePath().toString());
      check(path, "C_GetFunctionList", call(library.getFunction("C_GetFunctionList"), list));
      var module = new Pkcs11Module(path, list.getValue());
      module.initialize();
      return module;
    } catch (UnsatisfiedLinkError e) {
      throw new TokenUnavailable("Not a PKCS#11 module for this computer: " + path, e);
    }
  }

  private void initialize() {
    var arguments = new Memory(64); // CK_C_INITIALIZE_ARGS: four null pointers, flags, null
    arguments.clear();
    arguments.setInt(4L * Native.POINTER_SIZE, OS_LOCKING_OK);
    var result = call(function(INITIALIZE), arguments);
    if (result != ALREADY_INITIALIZED) { // by the JDK's provider: the state is shared
      check(path, "C_Initialize", result);
    }
  }

  /** The slots that hold an initialised token. */
  List<Slot> slots() {
    var count = new NativeLongByReference();
    check(path, "C_GetSlotList", call(function(GET_SLOT_LIST), (byte) 0, Pointer.NULL, count));
    var number = count.getValue().intValue();
    var ids = new Memory(Math.max(1, number) * (long) NativeLong.SIZE);
    check(path, "C_GetSlotList", call(function(GET_SLOT_LIST), (byte) 0, ids, count));
    var slots = new ArrayList<Slot>();
    for (var index = 0; index < Math.min(number, count.getValue().intValue()); index++) {
      addToken(slots, index, ids.getNativeLong((long) index * NativeLong.SIZE));
    }
    return slots;
  }

  private void addToken(List<Slot> slots, int index, NativeLong id) {
    var info = new Memory(512);
    info.clear();
    var result = call(function(GET_TOKEN_INFO), id, info);
    if (result == TOKEN_NOT_PRESENT || result == TOKEN_NOT_RECOGNIZED) {
      return;
    }
    check(path, "C_GetTokenInfo", result);
    var flags = info.getNativeLong(FLAGS).longValue();
    if ((flags & TOKEN_INITIALIZED) != 0) {
      var token =
          new PresentToken(text(info, LABEL, 32), text(info, SERIAL_NUMBER, 16), state(flags));
      slots.add(new Slot(index, id.longValue(), token));
    }
  }

  private static PinState state(long flags) {
    if ((flags & PIN_LOCKED) != 0) {
      return PinState.LOCKED;
    }
    if ((flags & PIN_FINAL_TRY) != 0) {
      return PinState.FINAL_TRY;
    }
    return (flags & PIN_COUNT_LOW) != 0 ? PinState.COUNT_LOW : PinState.READY;
  }

  /** Padded with blanks, not ended by zero. */
  private static String text(Memory info, int offset, int length) {
    return new String(info.getByteArray(offset, length), StandardCharsets.UTF_8).strip();
  }

  /** CK_FUNCTION_LIST: a version of two bytes, then pointers; packed on Windows only. */
  private Function function(int place) {
    var first = Platform.isWindows() ? 2 : Native.POINTER_SIZE;
    return Function.getFunction(functions.getPointer(first + (long) place * Native.POINTER_SIZE));
  }

  private static long call(Function function, Object... arguments) {
    return ((NativeLong) function.invoke(NativeLong.class, arguments)).longValue();
  }

  private static void check(Path path, String call, long result) {
    if (result != OK) {
      throw new TokenUnavailable(
          "%s of %s failed with 0x%x".formatted(call, path.getFileName(), result));
    }
  }
}
