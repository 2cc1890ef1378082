package org.dossierhub.broker;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has how many connections. One broker is one process, and so are its places: {@link LineGuard}
 * announces every line when it comes and when it is gone, {@link AgencyRights} asks for a place
 * when somebody has shown the right password. The hub itself is not counted.
 *
 * <p>Of the lines on which nobody has signed in yet, the oldest makes room for the newest: whoever
 * fills them all keeps nobody out who signs in at once.
 */
final class Places {
  /** Connections of one agency at a time. */
  static final int OF_AN_AGENCY = 16;

  /** Of these over STOMP, whose frames lie in memory until they are complete. */
  static final int OF_AN_AGENCY_OVER_STOMP = 4;

  /** Connections over STOMP of all agencies together. */
  static final int OVER_STOMP = 40;

  /** Lines on which nobody has signed in. */
  static final int OF_STRANGERS = 256;

  /** The places of this process. */
  static final Places ALL = new Places();

  /** A line on which an agency has signed in. */
  private record Taken(String user, boolean isStomp) {}

  private final Map<Object, LineGuard> strangers = new LinkedHashMap<>();
  private final Map<Object, Taken> taken = new HashMap<>();

  /**
   * @param id Artemis' id of the connection, which is that of the Netty channel
   */
  void came(Object id, LineGuard line) {
    LineGuard oldest = null;
    synchronized (this) {
      strangers.put(id, line);
      if (strangers.size() > OF_STRANGERS) {
        var first = strangers.keySet().iterator().next();
        oldest = strangers.remove(first);
      }
    }
    if (oldest != null) {
      oldest.refuse(noPlace("too many connections on which nobody has signed in"));
    }
  }

  synchronized void left(Object id) {
    strangers.remove(id);
    taken.remove(id);
  }

  /**
   * Somebody has shown a right password on a line; several sessions on one line take one place.
   *
   * @throws SentBytes.Refused when there is no place for this line; the line has been told
   */
  void signedIn(Object id, String user) throws SentBytes.Refused {
    LineGuard line;
    SentBytes.Refused refusal;
    synchronized (this) {
      line = strangers.get(id);
      if (line == null) {
        return; // known already, or gone
      }
      refusal = user.equals(AgencyRights.HUB) ? null : refusal(user, line.isStomp());
      if (refusal == null) {
        strangers.remove(id);
        if (!user.equals(AgencyRights.HUB)) {
          taken.put(id, new Taken(user, line.isStomp()));
        }
      }
    }
    if (refusal != null) {
      line.refuse(refusal);
      throw refusal;
    }
    line.signedIn();
  }

  private SentBytes.Refused refusal(String user, boolean isStomp) {
    if (taken.values().stream().filter(each -> each.user().equals(user)).count() >= OF_AN_AGENCY) {
      return noPlace("an agency has at most " + OF_AN_AGENCY + " connections");
    }
    if (!isStomp) {
      return null;
    }
    if (taken.values().stream().filter(each -> each.isStomp() && each.user().equals(user)).count()
        >= OF_AN_AGENCY_OVER_STOMP) {
      return noPlace("an agency has at most " + OF_AN_AGENCY_OVER_STOMP + " STOMP connections");
    }
    return taken.values().stream().filter(Taken::isStomp).count() >= OVER_STOMP
        ? noPlace("there are " + OVER_STOMP + " STOMP connections")
        : null;
  }

  private static SentBytes.Refused noPlace(String why) {
    return new SentBytes.Refused(SentBytes.Reason.TRY_AGAIN_LATER, why);
  }
}
