package org.dossierhub.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;

/**
 * Who may do what at the broker. The user {@code hub} may everything. Any other user is an agency,
 * named by its code, and may only what docs/protocol/jms.md gives it at the four addresses of its
 * own: send to {@code request} and {@code receipt}, receive from {@code reply} and {@code deliver}.
 * Addresses are compared whole, since one agency's code may begin with another's, and a queue has
 * the name of its address.
 *
 * <p>The file holds {@code CODE=hash} lines made by {@link PasswordHash}; a changed file counts
 * from the next connection on, a user taken out of it can do nothing any more. Whoever signs in
 * takes one of the {@link Places}.
 */
final class AgencyRights implements ActiveMQSecurityManager5 {

  static final String HUB = "hub";
  private static final Logger LOG = Logger.getLogger(AgencyRights.class.getName());
  private static final Set<String> SENDS = Set.of("request", "receipt");
  private static final Set<String> RECEIVES = Set.of("reply", "deliver");

  /**
   * @param stamp modification time and size of the file when it was read
   * @param hashes by user
   * @param known passwords that were right once, so that the costly hash is made once per password
   */
  private record Users(String stamp, Map<String, String> hashes, Map<String, String> known) {}

  private final Path file;
  private final Places places;
  private volatile Users users = new Users("", Map.of(), Map.of());

  AgencyRights(Path file, Places places) {
    this.file = file;
    this.places = places;
  }

  @Override
  public Subject authenticate(
      String user, String password, RemotingConnection connection, String securityDomain)
      throws NoCacheLoginException {
    if (user == null || password == null || !isRight(user, password)) {
      throw new NoCacheLoginException("Unknown user or wrong password.");
    }
    takePlace(user, connection);
    var subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(user));
    return subject;
  }

  private void takePlace(String user, RemotingConnection connection) throws NoCacheLoginException {
    if (connection == null) {
      return; // asked by the broker itself
    }
    try {
      places.signedIn(connection.getID(), user);
    } catch (SentBytes.Refused e) {
      throw new NoCacheLoginException(e.reason() + ": " + e.getMessage());
    }
  }

  @Override
  public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
    return subject != null
        && subject.getPrincipals(UserPrincipal.class).stream()
            .map(UserPrincipal::getName)
            .anyMatch(user -> current().hashes().containsKey(user) && mayDo(user, check, address));
  }

  /** The rule itself. */
  static boolean mayDo(String user, CheckType check, String address) {
    if (user.equals(HUB)) {
      return true;
    }
    var own = "agency." + user + ".";
    var names = address.split("::", 2);
    // A queue is found by its name alone: one named like another agency's would be taken for it.
    if (names.length == 2 && !names[1].equals(names[0]) || !names[0].startsWith(own)) {
      return false;
    }
    var leaf = names[0].substring(own.length());
    return switch (check) {
      case SEND -> SENDS.contains(leaf);
      case CONSUME, BROWSE -> RECEIVES.contains(leaf);
      // an agency may be there before the hub first used the address
      case CREATE_ADDRESS, CREATE_DURABLE_QUEUE -> SENDS.contains(leaf) || RECEIVES.contains(leaf);
      default -> false;
    };
  }

  @Override
  public boolean validateUser(String user, String password) {
    return user != null && password != null && isRight(user, password);
  }

  @Override
  public boolean validateUserAndRole(
      String user, String password, Set<Role> roles, CheckType checkType) {
    return false; // asked only of managers without authorize()
  }

  private boolean isRight(String user, String password) {
    var now = current();
    var hash = now.hashes().get(user);
    if (hash == null) {
      return false;
    }
    if (PasswordHash.same(password, now.known().get(user))) {
      return true;
    }
    boolean right = PasswordHash.of(hash).matches(password);
    if (right) {
      now.known().put(user, password);
    }
    return right;
  }

  private Users current() {
    var before = users;
    try {
      var stamp = Files.getLastModifiedTime(file) + "/" + Files.size(file);
      if (!stamp.equals(before.stamp())) {
        var read = new Properties();
        try (var in = Files.newBufferedReader(file)) {
          read.load(in);
        }
        var hashes = new ConcurrentHashMap<String, String>();
        read.stringPropertyNames()
            .forEach(name -> hashes.put(name, read.getProperty(name).strip()));
        users = new Users(stamp, Map.copyOf(hashes), new ConcurrentHashMap<>());
        LOG.info(() -> "The broker knows " + hashes.size() + " users.");
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          e,
          () -> "The users in " + file + " cannot be read; those known before remain.");
    }
    return users;
  }
}
