package org.dossierhub.signing.verification;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a ZIP file (APPNOTE 6.3.10, 4.3) is its entries one behind the other, then the table of
 * contents, then the end, and the table says of each entry what the entry says itself. Programs
 * that read from the front and programs that go by the table then unpack the same.
 */
final class ZipLayout {
  private static final int END = 0x06054b50;
  private static final int LISTED = 0x02014b50;
  private static final int ENTRY = 0x04034b50;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int END_SIZE = 22;
  private static final int LONGEST_COMMENT = 65_535;
  private static final int ENCRYPTED = 1;
  private static final int SIZES_FOLLOW = 8;
  private static final int UNICODE_NAME = 0x7075;
  private static final int FILE_TYPE = 0xF000;
  private static final int LINK = 0xA000;

  private final ByteBuffer zip;

  private record Listed(
      int offset, int flags, int method, int crc, int packed, int unpacked, byte[] name) {}

  private ZipLayout(byte[] zip) {
    this.zip = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The names in the table of contents, in the order of the entries. */
  static List<String> namesIn(byte[] zip) throws FileRefused {
    try {
      return new ZipLayout(zip).names();
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw FileRefused.because("ZIP_BROKEN");
    }
  }

  private List<String> names() throws FileRefused {
    int end = end();
    int count = zip.getShort(end + 10) & 0xFFFF;
    int table = zip.getInt(end + 16);
    var listed = new ArrayList<Listed>();
    zip.position(table);
    for (int i = 0; i < count; i++) {
      listed.add(listed());
    }
    expect(zip.position() == end);
    listed.sort(Comparator.comparingInt(Listed::offset));
    zip.position(0);
    for (var entry : listed) {
      expect(zip.position() == entry.offset());
      skip(entry);
    }
    expect(zip.position() == table);
    return listed.stream().map(entry -> new String(entry.name(), StandardCharsets.UTF_8)).toList();
  }

  /** With its comment, the last thing in the file. */
  private int end() throws FileRefused {
    int last = zip.capacity() - END_SIZE;
    for (int at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (zip.getInt(at) == END && at + (zip.getShort(at + 20) & 0xFFFF) == last) {
        return at;
      }
    }
    throw FileRefused.because("ZIP_BROKEN");
  }

  private Listed listed() throws FileRefused {
    int at = zip.position();
    if (zip.getInt() != LISTED) {
      throw FileRefused.because("ZIP_BROKEN");
    }
    zip.position(at + 8);
    int flags = zip.getShort();
    int method = zip.getShort();
    zip.position(at + 16);
    int crc = zip.getInt();
    int packed = zip.getInt();
    int unpacked = zip.getInt();
    int nameLength = zip.getShort() & 0xFFFF;
    int extraLength = zip.getShort() & 0xFFFF;
    int commentLength = zip.getShort() & 0xFFFF;
    zip.position(at + 40);
    int attributes = zip.getShort();
    int offset = zip.getInt();
    var name = bytes(nameLength);
    if ((flags & ENCRYPTED) != 0) {
      throw FileRefused.because("ZIP_ENCRYPTED");
    }
    if ((attributes & FILE_TYPE) == LINK) {
      throw FileRefused.because("ZIP_NAME", Unexamined.shown(text(name)));
    }
    otherName(name, extraLength);
    zip.position(zip.position() + commentLength);
    return new Listed(offset, flags, method, crc, packed, unpacked, name);
  }

  /** 4.6.9: a second name, which some programs prefer. */
  private void otherName(byte[] name, int length) throws FileRefused {
    int end = zip.position() + length;
    while (end - zip.position() >= 4) {
      int id = zip.getShort() & 0xFFFF;
      var extra = bytes(Math.min(zip.getShort() & 0xFFFF, end - zip.position() - 2));
      expect(
          id != UNICODE_NAME
              || (extra.length > 5 && Arrays.equals(extra, 5, extra.length, name, 0, name.length)));
    }
    zip.position(end);
  }

  private void skip(Listed listed) throws FileRefused {
    int at = zip.position();
    expect(zip.getInt() == ENTRY);
    zip.position(at + 6);
    int flags = zip.getShort();
    expect(zip.getShort() == listed.method());
    zip.position(at + 14);
    var sizesFollow = (flags & SIZES_FOLLOW) != 0;
    if (!sizesFollow) {
      expect(zip.getInt() == listed.crc());
      expectSize(zip.getInt(), listed.packed());
      expectSize(zip.getInt(), listed.unpacked());
    }
    zip.position(at + 26);
    int nameLength = zip.getShort() & 0xFFFF;
    int extraLength = zip.getShort() & 0xFFFF;
    expect(Arrays.equals(bytes(nameLength), listed.name()));
    otherName(listed.name(), extraLength);
    zip.position(zip.position() + listed.packed());
    if (sizesFollow) {
      skipDescriptor(listed);
    }
  }

  /** 4.3.9: with or without its mark, with sizes of four or eight bytes. */
  private void skipDescriptor(Listed listed) throws FileRefused {
    int at = zip.position();
    for (int mark : new int[] {4, 0}) {
      for (int width : new int[] {4, 8}) {
        int end = at + mark + 4 + 2 * width;
        if ((mark == 0 || zip.getInt(at) == DESCRIPTOR)
            && zip.getInt(at + mark) == listed.crc()
            && zip.getInt(at + mark + 4) == listed.packed()
            && zip.getInt(end - width) == listed.unpacked()
            && (zip.getInt(end) == ENTRY || zip.getInt(end) == LISTED)) {
          zip.position(end);
          return;
        }
      }
    }
    expect(false);
  }

  /** A size of 64 bits stands elsewhere; the table has it in any case. */
  private static void expectSize(int size, int listed) throws FileRefused {
    expect(size == listed || size == -1);
  }

  private byte[] bytes(int length) {
    var bytes = new byte[length];
    zip.get(bytes);
    return bytes;
  }

  private static String text(byte[] name) {
    return new String(name, StandardCharsets.UTF_8);
  }

  private static void expect(boolean kept) throws FileRefused {
    if (!kept) {
      throw FileRefused.because("ZIP_TWO_CONTENTS");
    }
  }
}
