package org.dossierhub.signing.identity;

import java.util.Locale;

/**
 * A number that a certificate states about its holder in a UID attribute, for example {@code
 * MST:0101234567}; the prefix says what kind of number it is.
 */
public record SubjectId(Kind kind, String value) {

  /** The kinds of numbers seen in certificates of both Vietnamese hierarchies. */
  public enum Kind {
    /**
     * Mã số thuế: tax number of an organisation, ten digits, or with a dash and three more for a
     * branch.
     */
    MST,
    /** Mã số đơn vị có quan hệ với ngân sách: budget number of a state agency. */
    MNS,
    /** Căn cước công dân: citizen's number. */
    CCCD,
    /** Chứng minh nhân dân: the citizen's number before 2016. */
    CMND,
    /** Hộ chiếu: passport. */
    HC,
    /** Bảo hiểm xã hội: social insurance number. */
    BHXH,
    /** A UID without a known prefix; the value is the whole text. */
    OTHER
  }

  static SubjectId parse(String uid) {
    int colon = uid.indexOf(':');
    if (colon > 0) {
      var prefix = uid.substring(0, colon).strip().toUpperCase(Locale.ROOT);
      for (var kind : Kind.values()) {
        if (kind != Kind.OTHER && kind.name().equals(prefix)) {
          return new SubjectId(kind, uid.substring(colon + 1).strip());
        }
      }
    }
    return new SubjectId(Kind.OTHER, uid.strip());
  }

  @Override
  public String toString() {
    return kind == Kind.OTHER ? value : kind + ":" + value;
  }
}
